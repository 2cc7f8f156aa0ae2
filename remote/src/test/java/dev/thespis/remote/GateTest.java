package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.Observer;
import dev.thespis.actor.Supervision;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.transport.Connector;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Gates in front of services: who gets in, and what the others are told.
@Timeout(60)
@ParameterizedClass
@EnumSource
final class GateTest {
    /// Lets in who has logged in, and everybody to do so.
    private static final Gate MEMBERS = (caller, service, message) -> message instanceof Office.Login
                    || !caller.attributes().get(Office.NAME).equals("nobody")
            ? Gate.pass()
            : Gate.refuse("log in first");

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Wire wire;
    private final Nursery nursery = Nursery.open("gates");
    private final Address<Office> office = nursery.spawn(
            Office.class,
            ActorOptions.defaults().withSupervision(Supervision.stop()),
            self -> new Office.Receptionist(self, new Phaser(1)));
    private final Topic topic = Topic.of(Office.class);
    private final List<Peer> peers = new CopyOnWriteArrayList<>(); // a link connects on threads of its own
    private @Nullable Link link;
    private Peer client;
    private Address<Office> remote;
    private Observer<PeerEvent> events;

    GateTest(Wire wire) {
        this.wire = wire;
    }

    private void open(Gate gate) throws IOException {
        var ends = wire.ends();
        accept(ends.get(0), gate);
        client = Peer.connect(ends.get(1), PeerOptions.defaults(), self -> {});
        peers.addFirst(client);
        remote = client.address(Office.class);
    }

    private void accept(dev.thespis.remote.transport.Duplex end, Gate gate) {
        peers.add(Peer.accept(end, PeerOptions.defaults(), self -> {
            events = self.events().observe();
            self.expose(Services.of(Office.class, office).guardedBy(gate));
        }));
    }

    @AfterEach
    void close() {
        if (link != null) link.close();
        peers.forEach(Peer::close);
        topic.close();
        nursery.close();
    }

    private static void assertRefused(ThrowingCallable call, String reason) {
        assertThatThrownBy(call).isInstanceOfSatisfying(CallException.class, e -> {
            assertThat(e.failure()).isEqualTo(new CallFailure.Refused("office::WhoAmI", reason));
            assertThat(e.failure().handled()).isEqualTo(Handled.NO);
            assertThat(e.failure().retryable()).isFalse();
        });
    }

    @Nested
    class Refusing {
        @Test
        void tellsTheCallerWhyAndItWasNotHandled() throws Exception {
            open(MEMBERS);

            assertRefused(() -> remote.call(new Office.WhoAmI()), "log in first");

            assertThat(Until.error(events, PeerError.Refused.class))
                    .isEqualTo(new PeerError.Refused("office::WhoAmI", 1, "log in first"));
            assertThatThrownBy(() -> remote.call(new Office.Fail())) // or the actor would stop
                    .hasMessageContaining("log in first");
            remote.call(new Office.Login("Ada"));
            assertThat(remote.call(new Office.WhoAmI())).isEqualTo("Ada");
        }

        @Test
        void tellsTheCallerBehindARelayWhy() throws Exception {
            open(MEMBERS);
            var relay = Relay.everything().to(client);
            var ends = wire.ends();
            var between = Peer.accept(ends.get(0), PeerOptions.defaults(), self -> self.expose(relay));
            var far = Peer.connect(ends.get(1), PeerOptions.defaults(), self -> {});
            peers.addAll(0, List.of(far, between));

            assertRefused(() -> far.address(Office.class).call(new Office.WhoAmI()), "log in first");
        }

        @Test
        void ofASendIsAnEventOnlyAndItsCreditComesBack() throws Exception {
            open(MEMBERS);

            for (var i = 0; i < 2_000; i++) remote.send(new Office.Fail());

            assertThat(Until.error(events, PeerError.Refused.class))
                    .isEqualTo(new PeerError.Refused("office::Fail", 0, "log in first"));
            remote.call(new Office.Login("Ada"));
        }

        @Test
        void holdsForConcurrentHandlers() throws Exception {
            open(MEMBERS);

            assertThatThrownBy(() -> remote.call(new Office.Count())).hasMessageContaining("log in first");
            remote.call(new Office.Login("Ada"));
            assertThat(remote.call(new Office.Count())).isEqualTo(1);
        }

        @Test
        void aLegacyCallerLooksLikeAnUnknownService() throws Exception {
            var ends = wire.ends();
            accept(ends.get(0), MEMBERS);
            try (var raw = new RawPeer(ends.get(1))) {
                var sid = ServiceId.of("office", "WhoAmI").value();
                raw.frame(sid, 7, "f6");

                assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(7)))
                        .isEqualTo(new ErrorFrame.UnknownService(
                                Optional.of(ErrorFrame.Id.of(sid)), Optional.of(ErrorFrame.Id.of(7))));
            }
        }

        @Test
        void isNotHandledRefusedOnTheWireAndFitsIntoAnyFrame() throws Exception {
            var ends = wire.ends();
            accept(ends.get(0), (caller, service, message) -> Gate.refuse("\ud800" + "€".repeat(5_000)));
            try (var raw = new RawPeer(ends.get(1))) {
                var sid = ServiceId.of("office", "WhoAmI").value();
                raw.control(new Hello(1, new byte[16], "small", "0", 1_024, 256, 1 << 20, List.of()));
                raw.frame(sid, 7, "f6");

                var answer = RawPeer.decode(ErrorFrame.class, raw.answer(7));
                assertThat(answer).isInstanceOfSatisfying(ErrorFrame.NotHandled.class, frame -> {
                    assertThat(frame.reason()).isEqualTo(ErrorFrame.Reason.REFUSED);
                    assertThat(frame.detail()).startsWith("?€€€").endsWith("€…");
                });
            }
        }
    }

    /// Where messages go that no actor of this process handles.
    private Address<Office> target(String where) throws Exception {
        if (where.equals("a topic")) return topic.address(Office.class);
        if (where.equals("a peer")) {
            open(Gate.open());
            return remote;
        }
        link = Link.open(LinkOptions.defaults(), Connector.of("office", () -> {
            var ends = wire.ends();
            accept(ends.get(0), Gate.open());
            return ends.get(1);
        }));
        link.peer(LONG);
        return link.address(Office.class);
    }

    /// Exposes what leads there on one more peer, behind a gate.
    private Peer openOnward(String where, Gate gate) throws Exception {
        var onward = Services.in("onward").add(Office.class, target(where)).build();
        var ends = wire.ends();
        var narrow = PeerOptions.defaults().withLimits(Limits.defaults().withWindowMessages(5));
        var between = Peer.accept(ends.get(0), narrow, self -> {
            events = self.events().observe();
            self.expose(onward.guardedBy(gate));
        });
        client = Peer.connect(ends.get(1), PeerOptions.defaults(), self -> {});
        assertThat(client.offered(LONG)).isNotEmpty();
        remote = client.address(Office.class, "onward");
        peers.addAll(0, List.of(client, between));
        return between;
    }

    @Nested
    class BeforeWhatIsNoActorHere {
        @ParameterizedTest
        @ValueSource(strings = {"a peer", "a link"})
        void refusesWhatWouldBePassedOn(String where) throws Exception {
            var between = openOnward(where, MEMBERS);

            assertThatThrownBy(() -> remote.call(new Office.WhoAmI())).hasMessageContaining("log in first");
            assertThat(Until.error(events, PeerError.Refused.class).service()).isEqualTo("onward::WhoAmI");
            between.attributes().set(Office.NAME, "Ada");
            assertThat(remote.call(new Office.WhoAmI())).isEqualTo("nobody"); // there it is another connection's
        }

        @ParameterizedTest
        @ValueSource(strings = {"a topic", "a peer", "a link"})
        void showsWhoseMessageItIs(String where) throws Exception {
            var seen = new LinkedBlockingQueue<Peer>();
            var between = openOnward(where, (caller, service, message) -> {
                assertThat(Caller.isRemote()).isTrue();
                seen.add(Caller.current().peer());
                return Gate.pass();
            });

            remote.send(new Office.Login("Ada"));

            assertThat(seen.take()).isSameAs(between);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a topic", "a peer", "a link"})
        void mayWaitWithoutHoldingTheConnectionUp(String where) throws Exception {
            var goOn = new CountDownLatch(1);
            var names = new LinkedBlockingQueue<String>();
            var between = openOnward(where, (caller, service, message) -> {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                if (message instanceof Office.Login login) names.add(login.name());
                return Gate.pass();
            });
            between.expose(Services.of(Office.class, office));

            for (var i = 0; i < 5; i++) remote.send(new Office.Login("" + i));

            assertThat(client.address(Office.class).call(new Office.IsRemote())).isTrue();
            assertThat(names).isEmpty();
            assertThat(remote.trySend(new Office.Login("one more"))).isFalse(); // the credit is out until then
            goOn.countDown();
            for (var i = 0; i < 5; i++) assertThat(names.take()).isEqualTo("" + i);
        }
    }

    @Nested
    class Failing {
        @ParameterizedTest
        @ValueSource(strings = {"an exception", "an error", "no verdict", "no reason"})
        void refusesWithoutAReasonAndIsAnEvent(String how) throws Exception {
            open((caller, service, message) -> switch (how) {
                case "an exception" -> throw new IllegalStateException("secret");
                case "an error" -> throw new AssertionError("secret");
                case "no reason" -> Gate.refuse(nothing());
                default -> nothing();
            });

            for (var i = 1; i <= 2; i++) {
                assertRefused(() -> remote.call(new Office.WhoAmI()), "");
                var failed = Until.error(events, PeerError.GateFailed.class);
                assertThat(failed.service()).isEqualTo("office::WhoAmI");
                assertThat(failed.call()).isEqualTo(i);
                assertThat(Until.error(events, PeerError.Refused.class))
                        .isEqualTo(new PeerError.Refused("office::WhoAmI", i, ""));
            }
            assertThat(office.call(new Office.IsRemote())).isFalse(); // the actor goes on
        }

        @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what is wrong is the point
        private static <T> T nothing() {
            return null;
        }

        @Test
        void becauseItsCallerHasGoneIsNoEvent() throws Exception {
            var asked = new CountDownLatch(1);
            var interrupted = new CountDownLatch(1);
            open((caller, service, message) -> {
                if (!(message instanceof Office.WhereAmI)) return Gate.pass();
                asked.countDown();
                try {
                    new CountDownLatch(1).await();
                    return Gate.pass();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw new IllegalStateException(e);
                }
            });
            var call = remote.callAsync(new Office.WhereAmI());
            asked.await();

            call.cancel(true);

            interrupted.await();
            remote.call(new Office.Login("Ada"));
            assertThat(events.poll())
                    .noneMatch(event ->
                            event instanceof PeerEvent.Failed failed && failed.error() instanceof PeerError.GateFailed);
        }
    }

    @Nested
    class Asking {
        @Test
        void comesWhenTheMessagesTurnHasCome() throws Exception {
            open(MEMBERS);
            for (var i = 0; i < 200; i++) {
                remote.send(new Office.Login("Ada"));
                assertThat(remote.call(new Office.WhoAmI())).isEqualTo("Ada");
                peers.getLast().attributes().clear(Office.NAME);
            }
        }

        @Test
        void showsTheCallerTheServiceAndTheMessage() throws Exception {
            record Asked(Caller caller, Caller current, String service, Object message) {}
            var asked = new LinkedBlockingQueue<Asked>();
            open((caller, service, message) -> {
                asked.add(new Asked(caller, Caller.current(), service, message));
                return Gate.pass();
            });

            remote.call(new Office.Login("Ada"));

            var one = asked.take();
            assertThat(one.caller().peer()).isSameAs(peers.getLast());
            assertThat(one.current()).isSameAs(one.caller());
            assertThat(one.service()).isEqualTo("office::Login");
            assertThat(one.message()).isEqualTo(new Office.Login("Ada"));
        }

        @Test
        void isUpToTheLastGateThatWasGiven() throws Exception {
            var services = Services.of(Office.class, office).guardedBy(MEMBERS).guardedBy(Gate.open());
            open(Gate.open());
            peers.getLast()
                    .expose(Services.in("other").add(Office.class, office).build());
            var ends = wire.ends();
            peers.add(0, Peer.accept(ends.get(0), PeerOptions.defaults(), self -> self.expose(services)));
            peers.add(0, Peer.connect(ends.get(1), PeerOptions.defaults(), self -> {}));

            assertThat(peers.getFirst().address(Office.class).call(new Office.WhoAmI()))
                    .isEqualTo("nobody");
        }

        @Test
        void thatWasReplacedStillChecksWhatHasArrived() throws Exception {
            var asked = new CountDownLatch(1);
            var goOn = new CountDownLatch(1);
            Gate before = (caller, service, message) -> {
                asked.countDown();
                try {
                    goOn.await();
                    return Gate.pass();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            };
            open(before);
            var running = remote.callAsync(new Office.WhoAmI());
            asked.await();
            var queued = remote.callAsync(new Office.WhoAmI());
            client.ping(LONG);

            var services = Services.of(Office.class, office);
            peers.getLast().replace(services.guardedBy(before), services.guardedBy(MEMBERS));
            goOn.countDown();

            assertThat(running.get()).isEqualTo("nobody");
            assertThat(queued.get()).isEqualTo("nobody");
            assertRefused(() -> remote.call(new Office.WhoAmI()), "log in first");
        }

        @Test
        void goesWithAPartOfTheMap() throws Exception {
            var services = Services.of(Office.class, office).guardedBy(MEMBERS);
            open(Gate.open());
            var here = peers.getLast();
            here.replace(Services.of(Office.class, office), services.only(Office.WhoAmI.class));
            assertRefused(() -> remote.call(new Office.WhoAmI()), "log in first");

            here.replace(services.only(Office.WhoAmI.class), services.without(Office.Fail.class));

            assertRefused(() -> remote.call(new Office.WhoAmI()), "log in first");
        }

        @Test
        void canBeChangedWhileThePeerRuns() throws Exception {
            open(Gate.open());
            var services = Services.of(Office.class, office);
            assertThat(remote.call(new Office.WhoAmI())).isEqualTo("nobody");

            peers.getLast().replace(services.guardedBy(Gate.open()), services.guardedBy(MEMBERS));

            assertRefused(() -> remote.call(new Office.WhoAmI()), "log in first");
        }
    }
}
