package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Nursery;
import dev.thespis.remote.control.Offer;
import dev.thespis.wire.ServiceId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A peer exposes no more than the other side keeps of what it is offered.
@Timeout(60)
@ParameterizedClass
@EnumSource(names = {"MEMORY", "TCP"})
final class ExposureLimitsTest {
    private final Web web;
    private final Nursery nursery = Nursery.open("limits");

    ExposureLimitsTest(Web.Over over) {
        web = new Web(over);
    }

    @AfterEach
    void close() throws Exception {
        web.close();
        nursery.close();
    }

    private Services one() {
        return Services.of(Club.class, nursery.spawn(Club.class, Club.Door::new));
    }

    @Test
    void refuseOneServiceTooManyAndTheConnectionGoesOn() throws Exception {
        var names = IntStream.range(0, 65_536).mapToObj(n -> "Name" + n).toList();
        try (var many = Topic.of("many", names)) {
            var link = web.link(self -> self.expose(many));
            var services = one();

            assertThatThrownBy(() -> link.serving().expose(services))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("services=65539")
                    .hasMessageContaining("may expose 65536 services");

            Until.holds(() -> Web.offered(link.using()).size() == 65_536);
            assertThat(link.using().isOpen()).isTrue();
            link.serving().withdraw(many);
            link.serving().expose(services);
            Web.offers(link.using(), "Enter");
            assertThat(link.using().isOpen()).isTrue();
        }
    }

    @Test
    void areNotReachedByManyServicesThatComeAndGoOneByOne() throws Exception {
        var link = web.link();
        var topics = IntStream.range(0, 30_000)
                .mapToObj(n -> Topic.of("of" + n, List.of("Name")))
                .toList();

        topics.forEach(link.serving()::expose);

        Until.holds(() -> Web.offered(link.using()).size() == topics.size());
        topics.forEach(link.serving()::withdraw);
        Until.holds(() -> Web.offered(link.using()).isEmpty());
        assertThat(link.using().isOpen()).isTrue();
        topics.forEach(Topic::close);
    }

    @Test
    void refuseNamesThatAreTooLongTogether() throws Exception {
        var link = web.link();
        try (var first = Topic.of("long", List.of("a".repeat(4 << 20)));
                var second = Topic.of("long", List.of("b".repeat(4 << 20)))) {
            link.serving().expose(first);

            assertThatThrownBy(() -> link.serving().expose(second))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("8388608 characters of names");
        }
    }

    @Test
    void ofARelayLeaveOutWhatDoesNotFitWithAnEvent() throws Exception {
        var relay = Relay.offered();
        var happened = relay.events().observe();
        var names = List.of("a".repeat(3 << 20), "b".repeat(3 << 20), "c".repeat(3 << 20));
        for (var name : names) {
            var provider = web.provider();
            provider.serving().hello();
            provider.serving()
                    .control(new Offer(List.of(new Offer.Item(
                            "long", name, ServiceId.of("long", name).value(), 0))));
            provider.using().offered(Duration.ofSeconds(20));
            relay.to(provider.using());
        }

        var consumer = web.link(self -> self.expose(relay));

        Until.holds(() -> Web.offered(consumer.using()).size() == 2);
        assertThat(happened.poll())
                .contains(new RelayEvent.LeftOut(consumer.serving().name(), 1));
        assertThat(consumer.using().isOpen()).isTrue();
        relay.remove(relay.targets().getFirst());
        Until.holds(() -> Web.offered(consumer.using()).stream()
                .map(OfferedService::name)
                .toList()
                .containsAll(names.subList(1, 3)));
    }
}
