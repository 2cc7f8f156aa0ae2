package dev.thespis.remote;

import static dev.thespis.remote.Addressed.CAPABILITY;
import static dev.thespis.remote.Addressed.ENTER;
import static dev.thespis.remote.Addressed.enter;
import static dev.thespis.remote.Addressed.guest;
import static dev.thespis.remote.Addressed.offer;
import static dev.thespis.remote.Addressed.sid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Club.Guest;
import dev.thespis.remote.Club.Visitor;
import dev.thespis.remote.control.Credit;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Fragment;
import dev.thespis.remote.control.Metadata;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Release;
import dev.thespis.remote.control.Withdraw;
import dev.thespis.wire.ServiceId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Addresses that are released or withdrawn while something with them, or for them, is on its way.
@Timeout(60)
@ParameterizedClass
@EnumSource(
        value = Web.Over.class,
        names = {"MEMORY", "TCP"})
final class CapabilityCrossingsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long HEAR = sid(CAPABILITY, "Hear");
    private static final long MEET = ServiceId.of("club", "Meet").value();
    private static final String MEET_X = "a1646e616d656178";

    private final Nursery nursery = Nursery.open("crossings");
    private final Web web;
    private final Address<Club> door = nursery.spawn(Club.class, Club.Door::new);

    CapabilityCrossingsTest(Web.Over over) {
        this.web = new Web(over);
    }

    @AfterEach
    void close() throws Exception {
        web.close();
        nursery.close();
    }

    /// A provider, byte by byte, that takes so many messages of each service at a time.
    private Web.RawLink provider(int windowMessages) throws Exception {
        var provider = web.provider();
        provider.serving().hello(windowMessages, 1 << 20, Metadata.FEATURE);
        provider.serving().offer();
        provider.using().offered(LONG);
        return provider;
    }

    private RawPeer consumer(Relay relay) throws Exception {
        var raw = web.consumer(PeerOptions.defaults(), self -> self.expose(relay));
        raw.hello(256, 1 << 20, Metadata.FEATURE);
        raw.offer();
        return raw;
    }

    /// Lets a consumer of a relay have an address of its provider.
    private static void meet(RawPeer consumer, Web.RawLink provider) throws Exception {
        consumer.frame(MEET, 77, MEET_X);
        assertThat(provider.serving().request().sid()).isEqualTo(MEET);
        provider.serving().control(offer(CAPABILITY, "Ask", "Hear"));
        provider.serving().frame(ServiceId.REPLIES.value(), 1, guest(CAPABILITY));
        assertThat(consumer.answer(77).payload()).isEqualTo(guest(CAPABILITY));
    }

    /// The next frame of the provider that is a request or tells of a release.
    private static RawPeer.Received requestOrRelease(RawPeer raw) throws Exception {
        while (true) {
            var frame = raw.receive();
            if (frame == null) throw new AssertionError("the stream ended");
            if (frame.sid() == RawPeer.id(Release.class) || !Control.isOne(frame.sid())) return frame;
        }
    }

    @Nested
    class ARelease {
        @Test
        void doesNotOvertakeWhatWaitsAtARelay() throws Exception {
            var provider = provider(1);
            var consumer = consumer(Relay.everything().to(provider.using()));
            meet(consumer, provider);

            for (var n = 1; n <= 3; n++) consumer.frame(HEAR, 0, "0" + n);
            consumer.control(new Release(CAPABILITY, 1));
            consumer.frame(ENTER, 5, "f6"); // comes when the release has been dealt with
            assertThat(provider.serving().request().payload()).endsWith("01");
            assertThat(requestOrRelease(provider.serving()).sid()).isEqualTo(ENTER);

            for (var n = 2; n <= 3; n++) {
                provider.serving().control(new Credit(HEAR, 1, 24));
                var next = requestOrRelease(provider.serving());
                assertThat(next.sid()).isEqualTo(HEAR);
                assertThat(next.payload()).endsWith("0" + n);
            }
            var last = requestOrRelease(provider.serving());
            assertThat(RawPeer.decode(Release.class, last)).isEqualTo(new Release(CAPABILITY, 1));
            assertThat(provider.using().connection().holdings().count()).isZero();
        }

        @Test
        void doesNotOvertakeAnAddressThatGoesHomeAndWaitsAtARelay() throws Exception {
            var provider = provider(1);
            var consumer = consumer(Relay.everything().to(provider.using()));
            meet(consumer, provider);

            consumer.frame(ENTER, 0, "f6"); // takes the credit
            consumer.control(offer(CAPABILITY, "Ask", "Hear"));
            consumer.frame(ENTER, 0, enter(CAPABILITY));
            consumer.control(new Release(CAPABILITY, 1));
            consumer.frame(MEET, 5, "f6"); // other services are of the same lane: it waits too
            Until.holds(() -> provider.using().connection().lanes().size() == 1);
            assertThat(provider.serving().request().payload()).endsWith("f6");
            provider.serving().control(new Credit(ENTER, 1, 24));

            assertThat(provider.serving().control(Offer.class).services())
                    .extracting(Offer.Item::namespace)
                    .containsOnly(CAPABILITY);
            assertThat(requestOrRelease(provider.serving()).payload()).endsWith(enter(CAPABILITY));
            Release release = null;
            for (var n = 0; n < 2; n++) { // and the call, in whichever order
                var next = requestOrRelease(provider.serving());
                if (next.sid() == RawPeer.id(Release.class)) release = RawPeer.decode(Release.class, next);
            }
            assertThat(release).isEqualTo(new Release(CAPABILITY, 1)); // what goes home is not counted
            assertThat(provider.using().connection().capabilities().count()).isZero();
        }

        @Test
        void doesNotOvertakeAnAddressThatGoesHomeThroughATopic() throws Exception {
            try (var topic = Topic.of("letters", List.of("Letter"))) {
                var home = web.consumer(PeerOptions.defaults(), self -> {
                    self.expose(topic);
                    topic.subscribe(self, SubscriberOptions.waiting());
                });
                home.hello(1, 1 << 20);
                home.offer();
                var letter = sid("letters", "Letter");
                // it gives an address, and is given it back; then again, but released while that waits
                var other = web.consumer(PeerOptions.defaults(), self -> {
                    self.expose(topic);
                    topic.subscribe(self, SubscriberOptions.waiting());
                });
                other.hello(256, 1 << 20);
                other.offer();
                Until.holds(() -> topic.subscribers().size() == 2);
                home.control(offer(CAPABILITY, "Hear"));
                home.frame(letter, 0, enter(CAPABILITY));
                assertThat(home.request().payload()).endsWith(enter(CAPABILITY)); // takes the credit
                assertThat(other.request().payload()).endsWith(enter(CAPABILITY));

                other.control(offer(CAPABILITY, "Hear"));
                other.frame(letter, 0, enter(CAPABILITY));
                other.control(new Release(CAPABILITY, 1));
                assertThat(other.request().payload()).endsWith(enter(CAPABILITY));
                other.control(new Release(CAPABILITY, 1)); // of what it was given once more, or not: it came from there
                home.control(new Credit(letter, 1, 24));

                assertThat(requestOrRelease(home).payload()).endsWith(enter(CAPABILITY));
                assertThat(RawPeer.decode(Release.class, requestOrRelease(home)).namespace())
                        .isEqualTo(CAPABILITY);
            }
        }

        @Test
        void doesNotOvertakeALongMessageThatNobodyWaitsFor() throws Exception {
            var provider = web.provider();
            provider.serving().hello(256, 1 << 20, Fragment.FEATURE);
            provider.serving().offer();
            provider.using().offered(LONG);
            CompletableFuture<Address<Guest>> meeting =
                    provider.using().address(Club.class).callAsync(new Club.Meet("x"));
            assertThat(provider.serving().request().sid()).isEqualTo(MEET);
            provider.serving().control(offer(CAPABILITY, "Ask", "Hear"));
            provider.serving().frame(ServiceId.REPLIES.value(), 1, guest(CAPABILITY));
            var met = meeting.get(20, TimeUnit.SECONDS);

            assertThat(met.trySend(new Guest.Hear("x".repeat(900_000)))).isTrue();
            Capability.release(met);

            var next = provider.serving().whole();
            while (Control.isOne(next.sid()) && next.sid() != RawPeer.id(Release.class))
                next = provider.serving().whole();
            assertThat(next.sid()).isEqualTo(HEAR);
            assertThat(requestOrRelease(provider.serving()).sid()).isEqualTo(RawPeer.id(Release.class));
        }

        @Test
        void makesRoomAgain() throws Exception {
            var limits = Limits.defaults().withExports(1);
            var link = web.link(
                    PeerOptions.defaults(),
                    self -> self.expose(Services.of(Club.class, door)),
                    PeerOptions.defaults().withLimits(limits));
            Address<Club> club = link.using().address(Club.class);
            club.call(new Club.Enter("one", new Visitor(nursery).address));
            var another = new Visitor(nursery).address;
            assertThatThrownBy(() -> club.call(new Club.Enter("other", another)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("exports=1")
                    .hasMessageContaining("Capability.release");

            club.call(new Club.Leave("one"));
            Until.holds(() -> link.using().connection().capabilities().count() == 0);

            club.call(new Club.Enter("other", another));
            assertThat(door.call(new Club.Meet("other")).call(new Guest.Hear("hello")))
                    .isEqualTo(5);
        }

        @Test
        void countsWhatIsGivenAgainMeanwhile() throws Exception {
            door.call(new Club.Enter("x", new Visitor(nursery).address));
            var peer = new Peer[1];
            var raw = web.consumer(PeerOptions.defaults(), self -> {
                peer[0] = self;
                self.expose(Services.of(Club.class, door));
            });
            raw.hello();
            raw.offer();
            raw.frame(MEET, 1, MEET_X);
            raw.frame(MEET, 2, MEET_X);
            raw.answer(1);
            var namespace = Addressed.namespace(raw.answer(2).payload());

            raw.control(new Release(namespace, 1)); // has not seen the other one yet
            raw.frame(sid(namespace, "Hear"), 3, "a16474657874626869");
            assertThat(raw.answer(3).payload()).isEqualTo("02");
            raw.control(new Release(namespace, 99)); // too many is no offence
            raw.frame(sid(namespace, "Hear"), 4, "a16474657874626869");
            assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(4))).isInstanceOf(ErrorFrame.UnknownService.class);
            assertThat(peer[0].connection().capabilities().count()).isZero();

            raw.control(new Release(namespace, 0));
            RawPeer.Received last;
            do last = raw.receive();
            while (last != null);
        }
    }

    @Nested
    class AWithdrawal {
        @Test
        void isKnownWhenTheAddressComesHomeAllTheSame() throws Exception {
            var visitor = new Visitor(nursery);
            door.call(new Club.Enter("x", visitor.shown.address()));
            var raw = web.consumer(PeerOptions.defaults(), self -> self.expose(Services.of(Club.class, door)));
            raw.hello();
            raw.offer();
            raw.frame(MEET, 1, MEET_X);
            var namespace = Addressed.namespace(raw.answer(1).payload());
            visitor.shown.revoke();

            raw.control(offer(namespace, "Ask", "Hear")); // as if it had not read of it yet
            raw.frame(ENTER, 2, enter(namespace));

            assertThat(raw.answer(2).payload()).isEqualTo("f6");
            var home = door.call(new Club.Meet("x"));
            assertThat(home).isEqualTo(visitor.shown.address());
            assertThat(home.closed()).isCompleted();
        }

        @Test
        void isToldToWhoGetsTheAddressThroughARelayLater() throws Exception {
            var provider = provider(256);
            var relay = Relay.everything().to(provider.using());
            var consumer = consumer(relay);
            meet(consumer, provider);
            provider.serving()
                    .control(new Withdraw(offer(CAPABILITY, "Ask", "Hear").services()));
            assertThat(consumer.control(Withdraw.class).services()).hasSize(2);

            consumer.control(offer(CAPABILITY, "Ask", "Hear"));
            consumer.frame(ENTER, 0, enter(CAPABILITY));

            assertThat(provider.serving().request().payload()).endsWith(enter(CAPABILITY));
            assertThat(provider.serving().control(Withdraw.class).services()).hasSize(2);
            assertThat(provider.using().connection().capabilities().count()).isZero();
        }

        @Test
        void doesNotHoldForWhatIsGivenUnderTheSameNamespaceLater() throws Exception {
            var raw = web.consumer(PeerOptions.defaults(), self -> self.expose(Services.of(Club.class, door)));
            raw.hello();
            raw.offer();
            raw.control(offer(CAPABILITY, "Ask", "Hear"));
            raw.frame(ENTER, 1, enter(CAPABILITY));
            raw.answer(1);
            var old = door.call(new Club.Meet("x"));
            raw.control(new Withdraw(offer(CAPABILITY, "Ask", "Hear").services()));
            old.closed().get(20, TimeUnit.SECONDS);

            raw.control(offer(CAPABILITY, "Ask", "Hear"));
            raw.frame(ENTER, 2, enter(CAPABILITY));
            raw.answer(2);

            var again = door.call(new Club.Meet("x"));
            assertThat(again.closed()).isNotDone();
            again.send(new Guest.Hear("hello"));
            assertThat(raw.request().sid()).isEqualTo(HEAR);
            assertThatThrownBy(() -> old.call(new Guest.Hear("hello")))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure()).isInstanceOf(CallFailure.ActorStopped.class));
        }
    }
}
