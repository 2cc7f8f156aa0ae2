package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.wire.ServiceId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is remembered of the other side's services, as long as a connection lives.
@Timeout(60)
final class OffersTest {
    private final List<PeerEvent> events = new ArrayList<>();
    private final Offers offers = new Offers(new Offers.Listener() {
        @Override
        public void publish(PeerEvent event) {
            events.add(event);
        }

        @Override
        public void offersChanged() {}
    });

    private static OfferedService service(String name, long shape) {
        return new OfferedService("desk", name, ServiceId.of("desk", name), shape);
    }

    private static Contract contract() {
        return Contract.of(Desk.class, PeerOptions.defaults().codecs());
    }

    @Test
    void forgetsTypesOfThisSideWithTheLastAddress() {
        offers.use(contract());

        Until.holds(() -> {
            System.gc();
            return offers.usesCount() == 0;
        });
        offers.add(List.of(service("Ask", 1)));
        assertThat(events).hasSize(1);
    }

    @Test
    void comparesWithEachShapeThatIsInUseHoweverManyAddressesHaveIt() {
        var contracts = Stream.generate(OffersTest::contract).limit(1_000).toList();
        contracts.forEach(offers::use);
        assertThat(offers.usesCount()).isEqualTo(1_000);

        for (var shape = 1; shape <= 1_000; shape++) offers.add(List.of(service("Ask", shape)));

        assertThat(events).hasSize(2_000).element(1).isInstanceOf(PeerEvent.ShapeDiffers.class);
        assertThat(contracts.getLast().entries()).hasSize(3);
    }

    @Test
    void keepsOneEntryForAServiceThatIsOfferedAgain() {
        for (var shape = 1; shape <= 100_000; shape++)
            assertThat(offers.add(List.of(service("Ask", shape)))).isNull();

        assertThat(offers.now()).containsExactly(service("Ask", 100_000));
    }

    @Test
    void tellsNothingOfWhatIsOfferedAgainAsItWas() {
        offers.add(List.of());
        for (var i = 0; i < 3; i++) offers.add(List.of(service("Ask", 1), service("Tell", 2)));
        offers.add(List.of());
        offers.add(List.of(service("Ask", 1), service("Tell", 3)));

        assertThat(events)
                .containsExactly(
                        new PeerEvent.Offered(List.of()),
                        new PeerEvent.Offered(List.of(service("Ask", 1), service("Tell", 2))),
                        new PeerEvent.Offered(List.of(service("Tell", 3))));
    }

    @Test
    void hasRoomAgainForWhatWasWithdrawn() {
        for (var i = 0; i < 100_000; i++) {
            assertThat(offers.add(List.of(service("Ask" + i, 1)))).isNull();
            offers.remove(List.of(ServiceId.of("desk", "Ask" + i)));
        }

        assertThat(offers.now()).isEmpty();
    }

    @Test
    void tellsOfAnUnknownShapeNothing() {
        var contract = contract();
        offers.use(contract);
        offers.add(List.of(service("Ask", 0)));

        assertThat(events).hasExactlyElementsOfTypes(PeerEvent.Offered.class);
        assertThat(contract.entries()).hasSize(3);
    }

    @Test
    void forgetsTheWindowsOfServicesThatAreNotUsedAnyMore() {
        var windows = new ReceiveWindows(Limits.defaults());
        windows.start();
        var busy = windows.take(-1, 24);
        for (var sid = 1; sid <= 100_000; sid++) {
            var inflow = windows.take(sid, 24);
            assertThat(inflow).isNotNull();
            windows.returned(new ReceiveWindows.Due(inflow, 1, 24));
        }

        assertThat(windows.remembered()).isLessThanOrEqualTo(512);
        assertThat(windows.take(-1, 24)).isSameAs(busy);
    }
}
