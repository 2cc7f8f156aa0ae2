package dev.thespis.remote;

import static dev.thespis.remote.Addressed.CAPABILITY;
import static dev.thespis.remote.Addressed.ENTER;
import static dev.thespis.remote.Addressed.enter;
import static dev.thespis.remote.Addressed.offer;
import static dev.thespis.remote.Addressed.sid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Club.Guest;
import dev.thespis.remote.Club.Visitor;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Offer;
import dev.thespis.wire.ServiceId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What an address in a message is good for, and to whom.
@Timeout(60)
@ParameterizedClass
@EnumSource(
        value = Web.Over.class,
        names = {"MEMORY", "TCP"})
final class CapabilityRightsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long MEET = ServiceId.of("club", "Meet").value();
    private static final String MEET_X = "a1646e616d656178";
    private static final String HI = "a16474657874626869";

    private final Nursery nursery = Nursery.open("rights");
    private final Web web;
    private final Address<Club> door = nursery.spawn(Club.class, Club.Door::new);
    private final Address<Writer> sheet = nursery.spawn(Writer.class, Sheet::new);

    CapabilityRightsTest(Web.Over over) {
        this.web = new Web(over);
    }

    @AfterEach
    void close() throws Exception {
        web.close();
        nursery.close();
    }

    /// Less.
    public interface Reader {
        record Read() implements Message<Reader, String> {}
    }

    /// More.
    public interface Writer extends Reader {
        record Write(String text) implements Message<Writer, Void> {}
    }

    /// Gives what it has, as more or as less.
    @Namespace("desk")
    public interface Desk {
        record Show() implements Message<Desk, Address<Reader>> {}

        record Lend() implements Message<Desk, Address<Writer>> {}
    }

    /// Takes both.
    @Namespace("third")
    public interface Third {
        record Look(Address<Reader> sheet) implements Message<Third, Void> {}

        record Change(Address<Writer> sheet) implements Message<Third, Void> {}
    }

    private static final class Sheet implements Actor<Writer> {
        private String text = "blank";

        @Override
        public Handlers<Writer> handlers() {
            return Handlers.of(Writer.class)
                    .on(Reader.Read.class, read -> text)
                    .run(Writer.Write.class, write -> text = write.text());
        }
    }

    private Services desk() {
        Actor<Desk> clerk = () -> Handlers.of(Desk.class)
                .on(Desk.Show.class, show -> Address.<Reader, Writer>narrow(sheet))
                .on(Desk.Lend.class, lend -> sheet);
        return Services.of(Desk.class, nursery.spawn(Desk.class, () -> clerk));
    }

    private RawPeer consumer(ServiceMap... services) throws Exception {
        return consumer(PeerOptions.defaults(), services);
    }

    private RawPeer consumer(PeerOptions options, ServiceMap... services) throws Exception {
        var raw = web.consumer(options, self -> {
            for (var map : services) self.expose(map);
        });
        raw.hello();
        raw.offer();
        return raw;
    }

    /// The namespace of the address that a frame consists of.
    private static String namespace(RawPeer.Received frame) {
        return Addressed.namespace(frame.payload());
    }

    private static void isUnknown(RawPeer raw, long cid) throws Exception {
        assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(cid))).isInstanceOf(ErrorFrame.UnknownService.class);
    }

    @Nested
    class ANarrowedAddress {
        @Test
        void grantsNoMoreToWhoHasIt() throws Exception {
            var raw = consumer(desk());
            raw.frame(sid("desk", "Lend"), 1, "f6");
            var whole = namespace(raw.answer(1));
            raw.frame(sid("desk", "Show"), 2, "f6");
            var narrowed = namespace(raw.answer(2));

            raw.frame(sid(narrowed, "Write"), 3, HI);
            isUnknown(raw, 3);
            raw.frame(sid(narrowed, "Read"), 4, "f6");
            assertThat(raw.answer(4).payload()).isEqualTo("65626c616e6b");
            raw.frame(sid(whole, "Write"), 5, HI);
            assertThat(raw.answer(5).payload()).isEqualTo("f6");
        }

        /// Hands on as less, and then as more, what it has got as more: from a relay's target or from itself.
        private void isHandedOn(ServiceMap from) throws Exception {
            var third = web.provider();
            third.serving().hello();
            third.serving().offer();
            third.using().offered(LONG);
            var link = web.link(self -> {
                self.expose(from);
                self.expose(Relay.everything().to(third.using()));
            });
            Web.offers(link.using(), "Lend");
            var lent = link.using().address(Desk.class).call(new Desk.Lend());

            link.using().address(Third.class).send(new Third.Look(Address.narrow(lent)));
            third.serving().control(Offer.class); // the first one has no capabilities
            var offered = third.serving().control(Offer.class).services();
            assertThat(offered).extracting(Offer.Item::name).containsExactly("Read");
            var namespace = offered.getFirst().namespace();
            third.serving().frame(sid(namespace, "Write"), 1, HI);
            isUnknown(third.serving(), 1);
            third.serving().frame(sid(namespace, "Read"), 2, "f6");
            assertThat(third.serving().answer(2).payload()).isEqualTo("65626c616e6b");

            link.using().address(Third.class).send(new Third.Change(lent));
            assertThat(third.serving().control(Offer.class).services())
                    .extracting(Offer.Item::name)
                    .containsExactlyInAnyOrder("Read", "Write");
            third.serving().frame(sid(namespace, "Write"), 3, HI);
            assertThat(third.serving().answer(3).payload()).isEqualTo("f6");
            assertThat(sheet.call(new Reader.Read())).isEqualTo("hi");

            link.using().address(Third.class).send(new Third.Look(Address.narrow(lent)));
            assertThat(third.serving().control(Offer.class).services())
                    .extracting(Offer.Item::name)
                    .containsExactly("Read");
        }

        @Test
        void staysSoWhenARelayPassesItOn() throws Exception {
            var target = web.link(self -> self.expose(desk())).using();
            Web.offers(target, "Lend");
            isHandedOn(Relay.offered().to(target));
        }

        @Test
        void staysSoWhenItIsOfTheRelayItself() throws Exception {
            isHandedOn(desk());
        }
    }

    @Nested
    class ANamespaceThatSomebodyElseKnows {
        private void isOfNoUse(ServiceMap exposed) throws Exception {
            door.call(new Club.Enter("x", new Visitor(nursery).address));
            var one = consumer(exposed);
            var other = consumer(exposed);
            one.frame(MEET, 1, MEET_X);
            var namespace = namespace(one.answer(1));

            other.frame(sid(namespace, "Hear"), 2, HI);
            isUnknown(other, 2);
            other.frame(sid(namespace, "Hear"), 0, HI);
            other.frame(MEET, 3, MEET_X);
            other.answer(3);
            one.frame(sid(namespace, "Hear"), 4, HI);
            assertThat(one.answer(4).payload()).isEqualTo("02");
        }

        @Test
        void isOfNoUseOnItsConnection() throws Exception {
            isOfNoUse(Services.of(Club.class, door));
        }

        @Test
        void isOfNoUseBehindARelayThatTakesEverything() throws Exception {
            var target =
                    web.link(self -> self.expose(Services.of(Club.class, door))).using();
            target.offered(LONG);
            isOfNoUse(Relay.everything().to(target));
        }
    }

    @Nested
    class WhoeverIsNotSound {
        @Test
        void mayGiveAddressesWithoutAnOffer() throws Exception {
            var raw = consumer(Services.of(Club.class, door));
            raw.frame(ENTER, 1, enter(CAPABILITY));
            assertThat(raw.answer(1).payload()).isEqualTo("f6");

            door.call(new Club.Meet("x")).send(new Guest.Hear("hi"));
            assertThat(raw.request().sid()).isEqualTo(sid(CAPABILITY, "Hear"));
        }

        @Test
        void givesNoAddressUnderAnotherName() throws Exception {
            var raw = consumer(Services.of(Club.class, door));
            for (var namespace :
                    List.of("club", "cap:", CAPABILITY.toUpperCase(java.util.Locale.ROOT), CAPABILITY + "0")) {
                raw.frame(ENTER, 1, enter(namespace));
                assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(1))).isInstanceOf(ErrorFrame.Deserialize.class);
            }
        }

        @Test
        void canGiveNoMoreAddressesThanThereMayBe() throws Exception {
            var options = PeerOptions.defaults().withLimits(Limits.defaults().withExports(1));
            var raw = consumer(options, Services.of(Club.class, door));
            var other = CAPABILITY.replace('0', '1');
            raw.control(offer(CAPABILITY, "Ask", "Hear"));
            raw.frame(ENTER, 1, enter(CAPABILITY));
            assertThat(raw.answer(1).payload()).isEqualTo("f6");

            raw.control(offer(other, "Ask", "Hear"));
            raw.frame(ENTER, 2, enter(other));
            assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(2))).isInstanceOf(ErrorFrame.Deserialize.class);

            door.call(new Club.Leave("x"));
            raw.control(offer(other, "Ask", "Hear"));
            raw.frame(ENTER, 3, enter(other));
            assertThat(raw.answer(3).payload()).isEqualTo("f6");
        }

        @Test
        void gainsNothingByOfferingInACircle() throws Exception {
            var raws = List.of(consumerLater(), consumerLater(), consumerLater());
            for (var n = 0; n < 3; n++) {
                raws.get(n).peer[0].expose(Services.of(Club.class, door));
                raws.get(n).peer[0].expose(Relay.everything().to(raws.get((n + 1) % 3).peer[0]));
            }
            for (var n : List.of(0, 2, 1)) { // the first to the second, the third to the first, the second to the third
                raws.get(n).raw.control(offer(CAPABILITY, "Ask", "Hear"));
                raws.get(n).raw.frame(sid("any", "Thing"), 0, "f6");
                assertThat(raws.get((n + 1) % 3).raw.request().sid()).isEqualTo(sid("any", "Thing"));
            }

            raws.get(0).raw.control(offer(CAPABILITY, "Ask", "Hear"));
            raws.get(0).raw.frame(ENTER, 9, enter(CAPABILITY));

            assertThat(raws.get(0).raw.answer(9).payload()).isEqualTo("f6");
            door.call(new Club.Meet("x")).send(new Guest.Hear("hi"));
            assertThat(raws.get(2).raw.request().sid()).isEqualTo(sid(CAPABILITY, "Hear"));
        }

        private record Accepted(Peer[] peer, RawPeer raw) {}

        private Accepted consumerLater() throws Exception {
            var peer = new Peer[1];
            var raw = web.consumer(PeerOptions.defaults(), self -> peer[0] = self);
            raw.hello();
            raw.offer();
            peer[0].offered(LONG);
            return new Accepted(peer, raw);
        }
    }

    @Nested
    class AnAddressThatCantBeGiven {
        @Test
        void failsTheCallThatIsAnsweredWithIt() throws Exception {
            door.call(new Club.Enter("x", new Visitor(nursery).address));
            door.call(new Club.Enter("y", new Visitor(nursery).address));
            var link = web.link(
                    PeerOptions.defaults().withLimits(Limits.defaults().withExports(1)),
                    self -> self.expose(Services.of(Club.class, door)),
                    PeerOptions.defaults());
            var events = link.serving().events().observe();
            Address<Club> club = link.using().address(Club.class);
            var met = club.call(new Club.Meet("x"));

            assertThatThrownBy(() -> club.call(new Club.Meet("y")))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure()).isInstanceOf(CallFailure.HandlerFailed.class));
            assertThat(Until.error(events, PeerError.ReplyFailed.class).detail())
                    .contains("exports=1");
            assertThat(met.call(new Guest.Hear("hi"))).isEqualTo(2);
        }

        @Test
        void failsAtTheDeadlineBeforeTheOtherSideHasSaidWhatItIs() throws Exception {
            var provider = web.provider();
            Address<Club> club = provider.using().address(Club.class);
            var visitor = new Visitor(nursery).address;

            assertThat(club.trySend(new Club.Enter("x", visitor))).isFalse();
            assertThatThrownBy(() -> club.call(new Club.Enter("x", visitor), Duration.ofMillis(20)))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure())
                                    .isEqualTo(new CallFailure.Timeout(Duration.ofMillis(20), CallFailure.Handled.NO)));
            provider.serving().hello();
            provider.serving().offer();
            provider.using().offered(LONG);
            assertThat(club.trySend(new Club.Enter("x", visitor))).isTrue();
        }
    }

    @Nested
    class ACutOfTheConnectionBehindIt {
        private void isSeen(ServiceMap exposed) throws Exception {
            var raw = consumer(exposed);
            var link = web.link(self -> self.expose(exposed));
            Address<Club> club = link.using().address(Club.class);
            raw.control(offer(CAPABILITY, "Ask", "Hear"));
            raw.frame(ENTER, 1, enter(CAPABILITY));
            raw.answer(1);
            var met = club.call(new Club.Meet("x"));
            var closed = met.closed();
            var pending = met.callAsync(new Guest.Hear("hi"));
            assertThat(raw.request().sid()).isEqualTo(sid(CAPABILITY, "Hear"));

            raw.close();

            closed.get(20, TimeUnit.SECONDS);
            assertThatThrownBy(() -> pending.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(CallException.class);
            assertThatThrownBy(() -> met.call(new Guest.Hear("hi")))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure()).isInstanceOf(CallFailure.ActorStopped.class));
            door.call(new Club.Enter("y", new Visitor(nursery).address));
            var other = club.call(new Club.Meet("y"));
            link.using().close();
            assertThat(other.closed().get(20, TimeUnit.SECONDS)).isNull();
            assertThatThrownBy(() -> other.call(new Guest.Hear("hi")))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure()).isInstanceOf(CallFailure.ConnectionLost.class));
        }

        @Test
        void isSeenThroughTheHostThatMadeThemKnown() throws Exception {
            isSeen(Services.of(Club.class, door));
        }

        @Test
        void isSeenThroughARelay() throws Exception {
            var target =
                    web.link(self -> self.expose(Services.of(Club.class, door))).using();
            target.offered(LONG);
            isSeen(Relay.everything().to(target));
        }
    }
}
