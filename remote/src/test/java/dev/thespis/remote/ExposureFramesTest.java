package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Address;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.Observer;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Withdraw;
import dev.thespis.wire.ServiceId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What is written about services that come and go, frame by frame.
@Timeout(60)
@ParameterizedClass
@EnumSource
final class ExposureFramesTest {
    private static final long ASK = ServiceId.of("desk", "Ask").value();

    private final Wire wire;
    private final Nursery nursery = Nursery.open("frames");
    private final Address<Desk> desk = nursery.spawn(Desk.class, () -> new Desk.Clerk("Ada"));
    private final Services services = Services.of(Desk.class, desk);
    private Peer peer;
    private RawPeer raw;
    private Observer<PeerEvent> events;

    ExposureFramesTest(Wire wire) {
        this.wire = wire;
    }

    private void open(Consumer<Peer> setup) throws Exception {
        var ends = wire.ends();
        raw = new RawPeer(ends.get(1));
        peer = Peer.accept(ends.get(0), PeerOptions.defaults(), self -> {
            events = self.events().observe();
            setup.accept(self);
        });
    }

    @AfterEach
    void close() throws Exception {
        raw.close();
        peer.close();
        nursery.close();
    }

    private static List<String> names(List<Offer.Item> items) {
        return items.stream().map(Offer.Item::name).toList();
    }

    private static Services in(String namespace, Address<Desk> desk) {
        return Services.in(namespace).message(Desk.Ask.class, desk).build();
    }

    @Nested
    class BeforeTheHello {
        @Test
        void changesAreInTheFirstOfferAndNothingElseIsWritten() throws Exception {
            open(self -> self.expose(services));
            peer.withdraw("desk", "Ask");
            peer.expose(in("late", desk));
            peer.replace(services.only(Desk.Tell.class), services.only(Desk.Tell.class));

            raw.hello();
            assertThat(raw.receive().sid()).isEqualTo(RawPeer.id(Hello.class));
            var first = raw.receive();
            peer.expose(in("later", desk));
            var second = raw.receive();

            var offered = RawPeer.decode(Offer.class, first).services();
            assertThat(names(offered)).containsExactlyInAnyOrder("Wait", "Ask", "Tell");
            assertThat(offered)
                    .filteredOn(item -> item.name().equals("Ask"))
                    .singleElement()
                    .satisfies(ask -> assertThat(ask.namespace()).isEqualTo("late"));
            assertThat(RawPeer.decode(Offer.class, second).services().getFirst().namespace())
                    .isEqualTo("later");
        }

        @Test
        void changesThatRaceWithItAreToldOnce() throws Exception {
            for (var round = 0; round < 30; round++) {
                open(self -> {});
                try (var background = Executors.newVirtualThreadPerTaskExecutor()) {
                    var changing = background.submit(() -> {
                        for (var i = 0; i < 20; i++) peer.expose(in("room-" + i, desk));
                    });
                    raw.hello();
                    var rooms = new ArrayList<String>();
                    while (rooms.size() < 20)
                        raw.control(Offer.class).services().forEach(item -> rooms.add(item.namespace()));
                    for (var i = 0; i < 20; i++) assertThat(rooms.get(i)).isEqualTo("room-" + i);
                    changing.get();
                }
                raw.close();
                peer.close();
            }
        }
    }

    @Nested
    class Withdrawals {
        @Test
        void areWrittenBeforeAnyAnswerThatShowsThem() throws Exception {
            open(self -> {});
            raw.hello();
            raw.offer();
            assertThat(raw.control(Offer.class).services()).isEmpty();
            var cid = 0L;
            for (var round = 0; round < 100; round++) {
                peer.expose(services);
                assertThat(names(raw.control(Offer.class).services())).contains("Ask");
                try (var background = Executors.newVirtualThreadPerTaskExecutor()) {
                    var withdrawing = background.submit(() -> peer.withdraw(services));
                    for (var i = 0; i < 20; i++) raw.frame(ASK, ++cid, "f6");
                    answersAndAWithdrawal(20);
                    withdrawing.get();
                }
            }
        }

        /// After an offer every call finds the service until it is withdrawn.
        private void answersAndAWithdrawal(int answers) throws Exception {
            var withdrawn = false;
            for (var left = answers; left > 0 || !withdrawn; ) {
                var frame = raw.receive();
                if (frame.sid() == RawPeer.id(Withdraw.class)) withdrawn = true;
                if (frame.sid() == ServiceId.ERRORS.value())
                    assertThat(withdrawn).isTrue();
                if (new ServiceId(frame.sid()).isReserved()) left--;
            }
        }

        @Test
        void nameWhatWasOffered() throws Exception {
            open(self -> self.expose(services));
            raw.hello();
            var offered = raw.control(Offer.class).services();

            peer.withdraw(services);

            assertThat(raw.control(Withdraw.class).services()).isEqualTo(offered);
        }

        @Test
        void ofWhatWasNotOfferedAreNoEvent() throws Exception {
            open(self -> {});
            var ask = new Offer.Item("desk", "Ask", ASK, 7);
            var tell =
                    new Offer.Item("desk", "Tell", ServiceId.of("desk", "Tell").value(), 7);
            raw.hello();
            raw.control(new Offer(List.of(ask)));
            raw.control(new Withdraw(List.of(tell)));
            raw.control(new Withdraw(List.of(tell, ask, ask)));

            var withdrawn = Until.event(events, PeerEvent.Withdrawn.class).services();
            assertThat(withdrawn).containsExactly(new OfferedService("desk", "Ask", new ServiceId(ASK), 7));
            assertThat(peer.offered(java.time.Duration.ZERO)).isEmpty();
            assertThat(peer.isOpen()).isTrue();
        }
    }

    @Nested
    class Replacements {
        @Test
        void withOtherTypesAreOneMoreOffer() throws Exception {
            open(self -> self.expose(services.only(Desk.Ask.class)));
            raw.hello();
            var before = raw.control(Offer.class).services().getFirst();
            var machine = nursery.spawn(Desk.Rebuilt.class, Desk.Machine::new);

            peer.replace(
                    services.only(Desk.Ask.class),
                    Services.of(Desk.Rebuilt.class, machine).only(Desk.Rebuilt.Ask.class));

            var next = raw.receive();
            var after = RawPeer.decode(Offer.class, next).services().getFirst();
            assertThat(after.id()).isEqualTo(before.id());
            assertThat(after.shape()).isNotEqualTo(before.shape());
        }
    }

    @Nested
    class Offers {
        @Test
        void fitIntoTheFramesThatTheOtherSideAccepts() throws Exception {
            open(self -> {
                for (var i = 0; i < 300; i++) self.expose(in("room-" + i, desk));
            });
            raw.control(new Hello(1, new byte[16], "small", "0", 1_024, 256, 1 << 20, List.of()));

            var rooms = new ArrayList<String>();
            while (rooms.size() < 300) {
                var frame = raw.answer();
                assertThat(24 + frame.payload().length() / 2).isLessThanOrEqualTo(1_024);
                RawPeer.decode(Offer.class, frame).services().forEach(item -> rooms.add(item.namespace()));
            }
            for (var i = 0; i < 300; i++) assertThat(rooms.get(i)).isEqualTo("room-" + i);
        }

        @Test
        void leaveOutWhatFitsIntoNoFrameButItCanBeUsed() throws Exception {
            var namespace = "x".repeat(2_000);
            open(self -> self.expose(in(namespace, desk)));
            raw.control(new Hello(1, new byte[16], "small", "0", 1_024, 256, 1 << 20, List.of()));
            assertThat(raw.control(Offer.class).services()).isEmpty();

            raw.frame(ServiceId.of(namespace, "Ask").value(), 1, "f6");

            assertThat(raw.answer(1)).isEqualTo(new RawPeer.Received(-1, 1, RawPeer.hex(String.class, "Ada")));
            peer.withdraw(namespace, "Ask");
            peer.expose(services);
            assertThat(raw.control(Offer.class).services()).hasSize(3);
        }

        @Test
        void thatComeAndGoAreMissedWhereTheirEventsWouldHoldTooMuch() throws Exception {
            open(self -> {});
            raw.hello();
            var many = IntStream.range(0, 4_000)
                    .mapToObj(i -> new Offer.Item(
                            "desk", "Ask" + i, ServiceId.of("desk", "Ask" + i).value(), 0))
                    .toList();
            for (var i = 0; i < 40; i++) {
                raw.control(new Offer(many));
                raw.control(new Withdraw(many));
            }
            raw.control(new Offer(List.of(new Offer.Item("desk", "Ask", ASK, 7))));
            Until.holds(() -> Web.offered(peer).size() == 1);

            var kept = events.poll();
            assertThat(kept.getFirst()).isInstanceOf(PeerEvent.Missed.class);
            assertThat(kept.getLast()).isInstanceOf(PeerEvent.Offered.class);
            assertThat(kept.stream()
                            .mapToLong(dev.thespis.remote.Offers::weight)
                            .sum())
                    .isBetween(1L << 20, 16L << 20);
            assertThat(peer.isOpen()).isTrue();
        }

        @Test
        void withAnIdThatIsNotOfTheNameEndTheConnection() throws Exception {
            open(self -> {});
            raw.hello();
            raw.control(new Offer(List.of(new Offer.Item("desk", "Ask", 7, 0))));

            assertThat(Until.error(events, PeerError.ProtocolViolation.class).detail())
                    .contains("desk::Ask")
                    .contains("not its id");
            peer.join();
        }

        @Test
        void areNotSentToLegacyPeersNorWithdrawals() throws Exception {
            open(self -> {});
            raw.frame(ASK, 1, "f6");
            assertThat(raw.answer(1).sid()).isEqualTo(ServiceId.ERRORS.value());

            peer.expose(services);
            peer.replace(services, services.without(Desk.Wait.class));
            peer.withdraw("desk", "Tell");

            raw.frame(ASK, 2, "f6");
            assertThat(raw.receive()).isEqualTo(new RawPeer.Received(-1, 2, RawPeer.hex(String.class, "Ada")));
        }
    }

    @Nested
    class Goodbyes {
        @Test
        void withALongReasonFitIntoTheFramesThatTheOtherSideAccepts() throws Exception {
            open(self -> {});
            raw.control(new Hello(1, new byte[16], "small", "0", 1_024, 256, 1 << 20, List.of()));
            raw.control(Offer.class);
            try (var background = Executors.newVirtualThreadPerTaskExecutor()) {
                var closing = background.submit(() -> peer.close("\ud800 " + "\ud83d\ude00".repeat(3_000)));
                var goodbye = raw.control(dev.thespis.remote.control.Goodbye.class);
                raw.close();
                closing.get();
                assertThat(goodbye.reason()).startsWith("? \ud83d\ude00").endsWith("…");
            }
        }
    }
}
