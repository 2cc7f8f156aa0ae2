package dev.thespis.remote;

import static dev.thespis.remote.Addressed.CAPABILITY;
import static dev.thespis.remote.Addressed.ENTER;
import static dev.thespis.remote.Addressed.enter;
import static dev.thespis.remote.Addressed.offer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Club.Guest;
import dev.thespis.remote.Club.Visitor;
import dev.thespis.remote.control.Credit;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.control.Metadata;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Withdraw;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.ServiceId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Addresses that are handed on, given up, or not what they seem.
@Timeout(60)
@ParameterizedClass
@EnumSource
final class PassedCapabilityTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Nursery nursery = Nursery.open("passed");
    private final Web web;
    private final Address<Club> door = nursery.spawn(Club.class, Club.Door::new);

    PassedCapabilityTest(Web.Over over) {
        this.web = new Web(over);
    }

    @AfterEach
    void close() throws Exception {
        web.close();
        nursery.close();
    }

    private Web.Link link(Consumer<Peer> setup) throws Exception {
        var link = web.link(setup);
        link.using().offered(LONG);
        link.serving().offered(LONG);
        return link;
    }

    private Web.Link club() throws Exception {
        return link(self -> self.expose(Services.of(Club.class, door)));
    }

    private static int say(Address<Guest> guest) throws InterruptedException {
        return guest.call(new Guest.Hear("hello"));
    }

    @Nested
    class Use {
        @Test
        void endsWhenTheAddressIsNotReachableAnyMore() throws Exception {
            var link = club();
            door.call(new Club.Enter("one", new Visitor(nursery).address));
            assertThat(say(link.using().address(Club.class).call(new Club.Meet("one"))))
                    .isEqualTo(5);

            Until.holds(() -> {
                System.gc();
                return link.serving().connection().capabilities().count() == 0;
            });
            assertThat(link.using().connection().holdings().count()).isZero();
        }

        @Test
        void lastsWhileSomebodyWaitsForTheEnd() throws Exception {
            var link = club();
            var visitor = new Visitor(nursery);
            door.call(new Club.Enter("one", visitor.shown.address()));
            var closed =
                    link.using().address(Club.class).call(new Club.Meet("one")).closed();

            Until.collected();
            link.using().ping(LONG);
            assertThat(link.serving().connection().capabilities().count()).isEqualTo(1);
            visitor.shown.revoke();

            closed.get(20, TimeUnit.SECONDS);
        }

        @Test
        void endsWithTheReleaseForThoseWhoWaitForTheEndToo() throws Exception {
            var link = club();
            door.call(new Club.Enter("one", new Visitor(nursery).address));
            var met = link.using().address(Club.class).call(new Club.Meet("one"));
            var closed = met.closed();

            Capability.release(met);

            assertThat(closed).isCompleted();
            assertThatThrownBy(() -> say(met)).isInstanceOf(CallException.class);
            Until.holds(() -> link.serving().connection().capabilities().count() == 0);
        }

        @Test
        void isRefusedToWhoGetsAnAddressThatWasClosedBefore() throws Exception {
            var link = club();
            var visitor = new Visitor(nursery);
            door.call(new Club.Enter("one", visitor.shown.address()));
            Address<Club> club = link.using().address(Club.class);
            var met = club.call(new Club.Meet("one"));
            visitor.shown.revoke();
            met.closed().get(20, TimeUnit.SECONDS);

            club.call(new Club.Enter("again", met));

            var again = door.call(new Club.Meet("again"));
            again.closed().get(20, TimeUnit.SECONDS);
            assertThatThrownBy(() -> say(again))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure()).isInstanceOf(CallFailure.ActorStopped.class));
        }

        @Test
        void ofAnAddressByNameThatComesHomeLeadsBackOverTheConnection() throws Exception {
            var visitor = new Visitor(nursery);
            var link = link(self -> {
                self.expose(Services.of(Club.class, door));
                self.expose(
                        Services.in("named").add(Guest.class, visitor.address).build());
            });
            var named = link.using().address(Guest.class, "named");

            link.using().address(Club.class).call(new Club.Enter("named", named));

            var home = door.call(new Club.Meet("named"));
            assertThat(home).isNotEqualTo(visitor.address);
            assertThat(say(home)).isEqualTo(5);
            link.serving().withdraw("named", "Hear"); // it can do what its name can
            assertThatThrownBy(() -> say(home)).isInstanceOf(CallException.class);
        }
    }

    /// A process that has services of its own, and passes on all else.
    @Nested
    class ByARelayThatIsHostToo {
        private final Address<Club> ownDoor = nursery.spawn(Club.class, Club.Door::new);
        private final Services own = Services.in("own").add(Club.class, ownDoor).build();
        private final Visitor visitor = new Visitor(nursery);

        private Web.Link between() throws Exception {
            var target = club().using();
            return link(self -> {
                self.expose(own);
                self.expose(Relay.everything().to(target));
            });
        }

        @Test
        void anAddressOfItsOwnReachesTheTarget() throws Exception {
            ownDoor.call(new Club.Enter("its own", visitor.shown.address()));
            var between = between();
            var met = between.using().address(Club.class, "own").call(new Club.Meet("its own"));

            between.using().address(Club.class).call(new Club.Enter("handed on", met));

            var handedOn = door.call(new Club.Meet("handed on"));
            assertThat(say(handedOn)).isEqualTo(5);
            var closed = handedOn.closed();
            visitor.shown.revoke();
            closed.get(20, TimeUnit.SECONDS);
        }

        @Test
        void anAddressOfTheTargetCanBeUsed() throws Exception {
            door.call(new Club.Enter("inside", visitor.shown.address()));
            var between = between();
            var met = between.using().address(Club.class).call(new Club.Meet("inside"));

            between.using().address(Club.class, "own").call(new Club.Enter("handed in", met));

            var handedIn = ownDoor.call(new Club.Meet("handed in"));
            assertThat(say(handedIn)).isEqualTo(5);
            var closed = handedIn.closed();
            visitor.shown.revoke();
            closed.get(20, TimeUnit.SECONDS);
        }
    }

    private RawPeer consumer(Relay relay) throws Exception {
        var raw = web.consumer(PeerOptions.defaults(), self -> self.expose(relay));
        raw.hello(256, 1 << 20, Metadata.FEATURE);
        raw.offer();
        return raw;
    }

    @Nested
    class ByRelays {
        @Test
        void whatStandsForAnAddressIsNotGivenToAnotherOne() throws Exception {
            var target = club();
            var relay = Relay.everything().to(target.using());
            var thief = consumer(relay);
            var owner = consumer(relay);

            thief.control(offer(CAPABILITY, "Ask", "Hear"));
            thief.frame(ENTER, 1, enter(CAPABILITY));
            assertThat(thief.answer(1).sid()).isEqualTo(ServiceId.REPLIES.value());
            owner.control(offer(CAPABILITY, "Ask", "Hear"));
            owner.frame(ENTER, 1, enter(CAPABILITY));

            assertThat(RawPeer.decode(ErrorFrame.class, owner.answer(1)))
                    .isInstanceOfSatisfying(
                            ErrorFrame.NotHandled.class, // to try again would not help
                            error -> assertThat(error.reason()).isEqualTo(ErrorFrame.Reason.REFUSED));
            CompletableFuture<Integer> call = door.call(new Club.Meet("x")).callAsync(new Guest.Hear("hello"));
            assertThat(thief.request().sid())
                    .isEqualTo(ServiceId.of(CAPABILITY, "Hear").value());
            assertThat(call).isNotDone();
        }

        @Test
        void oneWhoseOwnerHasGoneIsClosedForWhoGetsItLater() throws Exception {
            var provider = web.provider();
            provider.serving().hello(1, 1 << 20, Metadata.FEATURE);
            provider.serving().offer();
            provider.using().offered(LONG);
            var relay = Relay.everything().to(provider.using());
            var consumer = link(self -> self.expose(relay));
            Address<Club> club = consumer.using().address(Club.class);
            club.send(new Club.Leave("nobody"));
            club.send(new Club.Enter("first", new Visitor(nursery).address));
            club.send(new Club.Enter("second", new Visitor(nursery).address));
            Until.holds(() -> provider.using().connection().lanes().size() == 1);

            consumer.using().close();
            consumer.serving().join();
            assertThat(provider.serving().control(Offer.class).services()).isEmpty(); // what is exposed to it
            var first = provider.serving().control(Offer.class).services().getFirst();
            provider.serving().control(new Credit(ENTER, 1, 100));

            var second = provider.serving().control(Offer.class).services().getFirst();
            assertThat(second.namespace()).startsWith("cap:").isNotEqualTo(first.namespace());
            var withdrawn = provider.serving().control(Withdraw.class).services();
            assertThat(withdrawn).extracting(Offer.Item::namespace).contains(second.namespace());
            Until.holds(() -> provider.using().connection().capabilities().count() == 0);
        }

        @Test
        void namesOfAnyLengthThatNobodyReleasesAreBounded() throws Exception {
            var provider = web.provider();
            provider.serving().hello(256, 1 << 20, Metadata.FEATURE);
            provider.serving().offer();
            provider.using().offered(LONG);
            var consumer = consumer(Relay.everything().to(provider.using()));
            var name = "n".repeat(1 << 20);

            for (var n = 1; n <= 8; n++) {
                var namespace = CAPABILITY.substring(0, 35) + n;
                consumer.control(offer(namespace, name));
                consumer.frame(ENTER, n, enter(namespace));
            }

            for (var n = 1; n <= 7; n++)
                assertThat(provider.serving().request().sid()).isEqualTo(ENTER);
            isOverloaded(consumer, 8);
            for (var n = 1; n <= 7; n++) {
                provider.serving().frame(ServiceId.REPLIES.value(), n, "f6");
                assertThat(consumer.answer(n).payload()).isEqualTo("f6");
            }
            assertThat(provider.using().connection().capabilities().count()).isEqualTo(7);
        }

        @Test
        void namesOfAnyLengthThatWaitToBePassedOnAreBounded() throws Exception {
            var provider = web.provider();
            provider.serving().hello(1, 1 << 20, Metadata.FEATURE);
            provider.serving().offer();
            provider.using().offered(LONG);
            var consumer = consumer(Relay.everything().to(provider.using()));
            var name = "n".repeat(1 << 20);
            consumer.frame(ENTER, 1, "f6");
            assertThat(provider.serving().request().sid()).isEqualTo(ENTER);

            for (var n = 2; n <= 9; n++) {
                consumer.control(offer(CAPABILITY, name));
                consumer.frame(ENTER, n, enter(CAPABILITY));
            }

            isOverloaded(consumer, 9);
            provider.serving().frame(ServiceId.REPLIES.value(), 1, "f6");
            assertThat(consumer.answer(1).payload()).isEqualTo("f6");
            assertThat(provider.serving().request().sid()).isEqualTo(ENTER);
        }

        private void isOverloaded(RawPeer consumer, long cid) throws Exception {
            assertThat(RawPeer.decode(ErrorFrame.class, consumer.answer(cid)))
                    .isInstanceOfSatisfying(
                            ErrorFrame.NotHandled.class,
                            error -> assertThat(error.reason()).isEqualTo(ErrorFrame.Reason.OVERLOADED));
        }

        @Test
        void oneWaitsUntilTheTargetHasSaidWhatItIsAndAllElseBehindIt() throws Exception {
            var provider = web.provider();
            var consumer = consumer(Relay.everything().to(provider.using()));
            consumer.control(offer(CAPABILITY, "Hear"));
            consumer.frame(ENTER, 1, enter(CAPABILITY));
            consumer.frame(ENTER, 0, "f6");
            Until.holds(() -> provider.using().connection().lanes().size() == 1);

            provider.serving().hello(256, 1 << 20, Metadata.FEATURE);

            assertThat(provider.serving().control(Offer.class).services()).isEmpty();
            assertThat(provider.serving().control(Offer.class).services()).hasSize(1);
            assertThat(provider.serving().request().payload()).endsWith(enter(CAPABILITY));
            assertThat(provider.serving().request().payload()).endsWith("f6");
        }

        @Test
        void oneWaitsNoLongerThanItsCaller() throws Exception {
            var provider = web.provider();
            var consumer = consumer(Relay.everything().to(provider.using()));
            consumer.control(offer(CAPABILITY, "Hear"));

            consumer.frame(ENTER, 1, "d9544882a16374746c1a0000c350" + enter(CAPABILITY));

            assertThat(RawPeer.decode(ErrorFrame.class, consumer.answer(1)))
                    .isInstanceOfSatisfying(
                            ErrorFrame.NotHandled.class,
                            error -> assertThat(error.reason()).isEqualTo(ErrorFrame.Reason.EXPIRED));
            Until.holds(() -> provider.using().connection().lanes().isEmpty());
        }

        @Test
        void noneIsPassedOnToAPeerOfTheOriginal() throws Exception {
            var provider = web.provider();
            provider.serving().frame(5, 0, "f6");
            assertThat(provider.using().remote(LONG)).isInstanceOf(RemoteInfo.Legacy.class);
            var consumer = consumer(Relay.everything().to(provider.using()));

            consumer.control(offer(CAPABILITY, "Hear"));
            consumer.frame(ENTER, 1, enter(CAPABILITY));

            assertThat(RawPeer.decode(ErrorFrame.class, consumer.answer(1)))
                    .isInstanceOfSatisfying(
                            ErrorFrame.NotHandled.class,
                            error -> assertThat(error.reason()).isEqualTo(ErrorFrame.Reason.REFUSED));
            consumer.frame(ENTER, 2, "f6");
            assertThat(provider.serving().request().payload()).isEqualTo("f6");
        }
    }

    @Test
    void anOfferThatDoesNotFitIntoAFrameLeavesNothingBehind() throws Exception {
        var ends = Transports.memory();
        try (var peer = Peer.connect(ends.get(0), PeerOptions.defaults(), self -> {});
                var raw = new RawPeer(ends.get(1))) {
            raw.control(new Hello(1, new byte[16], "raw", "0", 1_024, 256, 1 << 20, List.of()));
            raw.offer();
            peer.offered(LONG);
            var crowd = Stream.generate(() -> new Visitor(nursery).address)
                    .limit(12)
                    .toList();
            Address<Crowd> address = peer.address(Crowd.class);

            assertThatThrownBy(() -> address.send(new Crowd.Come(crowd)))
                    .isInstanceOfSatisfying(
                            SendException.class, e -> assertThat(e.failure()).isInstanceOf(CallFailure.TooLarge.class));
            assertThat(peer.connection().capabilities().count()).isZero();
            address.send(new Crowd.Come(crowd.subList(0, 2)));

            assertThat(raw.control(Offer.class).services()).isEmpty(); // the first one
            assertThat(raw.control(Offer.class).services()).hasSize(4);
            assertThat(peer.connection().capabilities().count()).isEqualTo(2);
        }
    }

    /// Many at once.
    @Namespace("crowd")
    public interface Crowd {
        record Come(List<Address<Guest>> guests) implements Message<Crowd, Void> {}
    }
}
