package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Observer;
import dev.thespis.remote.PeerOptions.ArrivedSends;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Goodbye;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of what has arrived when a connection ends.
@Timeout(60)
final class EndingsTest {
    private static final long ADD = ServiceId.of("stage", "Add").value();
    private static final long NOTE = ServiceId.of("stage", "Note").value();
    private static final long BLOCK = ServiceId.of("stage", "Block").value();
    private static final long HOLD = ServiceId.of("stage", "Hold").value();
    private static final long REPLY = -1;
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Stage stage = new Stage();
    private Peer peer;
    private RawPeer raw;
    private Observer<PeerEvent> events;

    private void open(Limits limits, ArrivedSends sends) {
        var ends = Transports.memory();
        raw = new RawPeer(ends.get(1));
        var options = PeerOptions.defaults().withLimits(limits).withArrivedSends(sends);
        peer = Peer.connect(ends.get(0), options, fresh -> {
            events = fresh.events().observe();
            stage.expose(fresh);
        });
    }

    private void open(Limits limits) {
        open(limits, ArrivedSends.HANDLE);
    }

    /// What was written before has been read by the peer when this returns.
    private void awaitRead() throws Exception {
        raw.frame(5, 4711, "f6");
        raw.answer(4711);
    }

    @AfterEach
    void shut() throws IOException {
        stage.release.countDown();
        raw.close();
        peer.close();
        stage.close();
    }

    @Nested
    class ByThisSide {
        @Test
        void callsGetTheGracePeriodAndAreAnswered() throws Exception {
            open(Limits.defaults().withGrace(LONG).withFlush(SHORT));
            raw.frame(BLOCK, 1, "f6");
            Until.holds(() -> stage.blocked.get() == 1);

            var closing = Thread.ofVirtual().start(() -> peer.close());
            Until.holds(() -> !peer.isOpen());
            stage.release.countDown();

            assertThat(raw.answer(1).sid()).isEqualTo(REPLY);
            assertThat(raw.receive()).isNull();
            closing.join();
            assertThat(stage.interrupted).hasValue(0);
        }

        @Test
        void callsAreCancelledWhenTheGracePeriodIsOver() throws Exception {
            open(Limits.defaults().withGrace(SHORT).withFlush(SHORT));
            raw.frame(HOLD, 1, "f6");
            raw.frame(ADD, 2, "a1616e05");
            awaitRead();
            Until.holds(() -> stage.blocked.get() == 1);

            peer.close();

            Until.holds(() -> stage.interrupted.get() == 1);
            Until.holds(() -> peer.connection().intake().requests() == 0);
        }

        @Test
        void requestsThatComeLaterAreDroppedWithAnEvent() throws Exception {
            open(Limits.defaults().withGrace(LONG).withFlush(SHORT));
            raw.frame(BLOCK, 1, "f6");
            Until.holds(() -> stage.blocked.get() == 1);
            var closing = Thread.ofVirtual().start(() -> peer.close());
            Until.holds(() -> !peer.isOpen());

            Until.holds(this::lateSendIsDropped);

            stage.release.countDown();
            closing.join();
        }

        @Test
        void callsThatComeLaterAreAnsweredAsLongAsThatIsPossible() throws Exception {
            open(Limits.defaults().withGrace(LONG).withFlush(SHORT));
            raw.hello();
            raw.offer();
            raw.frame(BLOCK, 1, "f6");
            Until.holds(() -> stage.blocked.get() == 1);
            var closing = Thread.ofVirtual().start(() -> peer.close());
            Until.holds(() -> !peer.isOpen());

            var cid = 2;
            raw.frame(ADD, cid, "a1616e01");
            var answer = raw.answer(cid);
            while (answer.sid() == REPLY) { // the peer ends in steps: the first ones may still get in
                raw.frame(ADD, ++cid, "a1616e01");
                answer = raw.answer(cid);
            }

            assertThat(RawPeer.decode(ErrorFrame.class, answer))
                    .isInstanceOfSatisfying(ErrorFrame.NotHandled.class, error -> {
                        assertThat(error.reason()).isEqualTo(ErrorFrame.Reason.UNREACHABLE);
                        assertThat(error.detail()).contains("closing");
                    });
            stage.release.countDown();
            closing.join();
        }

        /// The peer ends in steps: the first ones may still get in.
        private boolean lateSendIsDropped() {
            try {
                raw.frame(NOTE, 0, "a1616e01");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return events.poll().stream()
                    .anyMatch(event -> event instanceof PeerEvent.Failed failed
                            && failed.error() instanceof PeerError.NotHandled dropped
                            && dropped.reason().contains("closing"));
        }
    }

    @Nested
    class ByTheOtherSide {
        @Test
        void callsThatHaveCrossedItsGoodbyeAreCertainlyNotHandledIfItSaysSo() throws Exception {
            open(Limits.defaults());
            raw.hello();
            raw.offer();
            peer.offered(LONG);
            CompletableFuture<Long> call = peer.address(Stage.Play.class).callAsync(new Stage.Play.Add(1));
            var cid = raw.request().cid();

            raw.control(new Goodbye("enough"));
            Until.event(events, PeerEvent.Leaving.class);
            assertThat(call).isNotDone();
            raw.frame(
                    0,
                    cid,
                    RawPeer.hex(
                            ErrorFrame.class,
                            new ErrorFrame.NotHandled(
                                    Optional.empty(), Optional.empty(), ErrorFrame.Reason.UNREACHABLE, "closing")));

            assertThatThrownBy(call::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure())
                                    .isEqualTo(new CallFailure.ConnectionLost(
                                            "the other side", "closing", CallFailure.Handled.NO)));
        }

        @Test
        void callsAreAnsweredAfterItHasOnlyShutItsOutputDown() throws Exception {
            open(Limits.defaults());
            raw.frame(BLOCK, 1, "f6");
            raw.shutdownOutput();
            Until.event(events, PeerEvent.ClosedByRemote.class);

            stage.release.countDown();

            assertThat(raw.answer(1).sid()).isEqualTo(REPLY);
            assertThat(raw.receive()).isNull();
        }

        @Test
        void callsAreCancelledWhenThatTakesTooLong() throws Exception {
            open(Limits.defaults().withHalfClose(SHORT));
            raw.frame(BLOCK, 1, "f6");
            Until.holds(() -> stage.blocked.get() == 1);

            raw.shutdownOutput();

            Until.holds(() -> stage.interrupted.get() == 1);
            assertThat(peer.join(LONG)).isTrue();
        }

        @Test
        void whoHasShutItsOutputDownIsNotExpectedToAnswerPings() throws Exception {
            var limits =
                    Limits.defaults().withHalfClose(LONG).withPingAfter(SHORT).withPongWithin(SHORT);
            open(limits);
            raw.hello();
            raw.frame(BLOCK, 1, "f6");
            raw.shutdownOutput();
            Until.event(events, PeerEvent.ClosedByRemote.class);

            for (var i = 0; i < 3; i++) raw.control(dev.thespis.remote.control.Ping.class); // still asked, by writing
            stage.release.countDown();

            assertThat(raw.answer(1).sid()).isEqualTo(REPLY);
        }

        @Test
        void callsAreCancelledAtOnceWhenAWriteShowsThatItHasGone() throws Exception {
            open(Limits.defaults().withHalfClose(LONG));
            raw.hello();
            raw.frame(BLOCK, 1, "f6");
            Until.holds(() -> stage.blocked.get() == 1);

            raw.close();

            Until.holds(() -> stage.interrupted.get() == 1);
            assertThat(peer.join(LONG)).isTrue();
        }
    }

    @Nested
    class ArrivedSendsOf {
        private void cutWhileSendsWait() throws Exception {
            raw.hello();
            raw.frame(HOLD, 0, "f6");
            for (var i = 0; i < 10; i++) raw.frame(NOTE, 0, "a1616e01");
            awaitRead();
            raw.close();
            peer.join();
            stage.release.countDown();
            Until.holds(() -> peer.connection().intake().requests() == 0);
        }

        @Test
        void aConnectionThatHasEndedAreHandled() throws Exception {
            open(Limits.defaults());
            cutWhileSendsWait();
            assertThat(stage.noted).hasValue(10);
        }

        @Test
        void aConnectionThatHasEndedAreDroppedIfSoConfigured() throws Exception {
            open(Limits.defaults(), ArrivedSends.DROP);
            cutWhileSendsWait();
            assertThat(stage.noted).hasValue(0);
        }

        @Test
        void anOpenConnectionAreHandledHoweverConfigured() throws Exception {
            open(Limits.defaults(), ArrivedSends.DROP);
            raw.frame(NOTE, 0, "a1616e01");
            Until.holds(() -> stage.noted.get() == 1);
        }
    }
}
