package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Observer;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.FrameLimits;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A peer against another end that speaks frames by hand: an old one, a broken one, a hostile one.
@Timeout(60)
final class MisbehaviourTest {
    private static final long ADD = ServiceId.of("stage", "Add").value();
    private static final long NOTE = ServiceId.of("stage", "Note").value();
    private static final long REPLY = -1;

    private final Stage stage = new Stage();
    private Peer peer;
    private RawPeer raw;
    private Observer<PeerEvent> events;

    private void open(Limits limits) {
        open(limits, Connection.Side.CONNECTING);
    }

    private void open(Limits limits, Connection.Side side) {
        var ends = Transports.memory();
        raw = new RawPeer(ends.get(1));
        var options = PeerOptions.defaults().withLimits(limits);
        peer = side == Connection.Side.ACCEPTING
                ? Peer.accept(ends.get(0), options, this::setup)
                : Peer.connect(ends.get(0), options, this::setup);
    }

    private void setup(Peer fresh) {
        events = fresh.events().observe();
        stage.expose(fresh);
    }

    @AfterEach
    void shut() throws IOException {
        raw.close();
        peer.close();
        stage.close();
    }

    @Nested
    class Requests {
        @Test
        void answersALegacyPeer() throws Exception {
            open(Limits.defaults());

            raw.frame(ADD, 0x0102030405060708L, "a1616e05");

            assertThat(raw.answer()).isEqualTo(new RawPeer.Received(REPLY, 0x0102030405060708L, "05"));
            assertThat(Until.event(events, PeerEvent.Opened.class).remote()).isEqualTo(new RemoteInfo.Legacy());
        }

        @Test
        void answersUnknownServiceAsTheOriginal() throws Exception {
            open(Limits.defaults());

            raw.frame(5, 8, "f6");

            assertThat(raw.answer())
                    .isEqualTo(new RawPeer.Received(
                            0,
                            8,
                            "a16e556e6b6e6f776e53657276696365a263736964a165696e6e6572a162696405"
                                    + "63636964a165696e6e6572a162696408"));
            assertThat(Until.error(events, PeerError.UnknownService.class))
                    .isEqualTo(new PeerError.UnknownService(new ServiceId(5), 8));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "ff", "a1616e0505", "f6", "a1616e6161"})
        void answersWhatItCantDecodeAndGoesOn(String payload) throws Exception {
            open(Limits.defaults());

            raw.frame(ADD, 8, payload);

            var answer = raw.answer();
            assertThat(answer.cid()).isEqualTo(8);
            assertThat(answer.sid()).isZero();
            assertThat(answer.payload()).startsWith("a16b446573657269616c697a65a2637369");
            assertThat(Until.error(events, PeerError.UndecodableRequest.class).service())
                    .isEqualTo("stage::Add");
            raw.frame(ADD, 9, "a1616e05");
            assertThat(raw.answer()).isEqualTo(new RawPeer.Received(REPLY, 9, "05"));
        }

        @Test
        void saysNothingBackForASend() throws Exception {
            open(Limits.defaults());

            raw.frame(ADD, 0, "ff");
            raw.frame(5, 0, "f6");
            raw.frame(ADD, 9, "a1616e05");

            assertThat(raw.answer()).isEqualTo(new RawPeer.Received(REPLY, 9, "05"));
            Until.error(events, PeerError.UndecodableRequest.class);
            Until.error(events, PeerError.UnknownService.class);
        }

        @Test
        void skipsAnOversizeFrameAndAnswers() throws Exception {
            open(Limits.defaults().withFrames(new FrameLimits(1_000, 10_000)));

            raw.frame(ADD, 8, "00".repeat(2_000));
            raw.frame(ADD, 9, "a1616e05");

            assertThat(raw.answer().payload()).contains("a175446573657269616c697a6557697265466f726d6174");
            assertThat(raw.answer()).isEqualTo(new RawPeer.Received(REPLY, 9, "05"));
            assertThat(Until.error(events, PeerError.FrameTooLarge.class))
                    .isEqualTo(new PeerError.FrameTooLarge(new ServiceId(ADD), 8, 2_024, 1_000));
        }

        @Test
        void tellsTheCallerThatAReplyIsTooLarge() throws Exception {
            open(Limits.defaults().withSendFrameBytes(1_000));

            raw.frame(ServiceId.of("stage", "Fill").value(), 8, "a165627974657319" + "07d0");

            assertThat(raw.answer().payload()).startsWith("a173496e7465726e616c5365727665724572726f72");
            assertThat(Until.error(events, PeerError.ReplyFailed.class).service())
                    .isEqualTo("stage::Fill");
        }

        @Test
        void closesWhenAConnectionIdIsUsedTwiceAtOnce() throws Exception {
            open(Limits.defaults());
            var block = ServiceId.of("stage", "Block").value();

            raw.frame(block, 8, "f6");
            Until.holds(() -> stage.blocked.get() == 1);
            raw.frame(block, 8, "f6");

            Until.error(events, PeerError.ProtocolViolation.class);
            Until.event(events, PeerEvent.Closed.class);
        }

        @Test
        void readsNoFurtherThanTheLimitOfUnfinishedRequests() throws Exception {
            open(Limits.defaults().withRequests(4));
            var block = ServiceId.of("stage", "Block").value();

            for (var cid = 1; cid <= 6; cid++) raw.frame(block, cid, "f6");

            Until.holds(() -> stage.blocked.get() == 4);
            raw.bytes(RawPeer.frameBytes(ADD, 7, "a1616e05"));
            assertThat(stage.blocked.get()).isEqualTo(4);
            stage.release.countDown();
            Until.holds(() -> stage.blocked.get() == 6);
        }
    }

    @Nested
    class Streams {
        @ParameterizedTest
        @ValueSource(longs = {0, 7, 23, 1L << 31, Long.MIN_VALUE, -1})
        void closesOnALengthThatLies(long length) throws Exception {
            open(Limits.defaults());

            raw.header(length, ADD, 8);

            Until.error(events, PeerError.CorruptStream.class);
            var answer = raw.answer();
            assertThat(answer.sid()).isZero();
            assertThat(answer.payload()).startsWith("a175446573657269616c697a6557697265466f726d6174");
            assertThat(raw.answer()).isNull();
            raw.close();
            Until.event(events, PeerEvent.Closed.class);
        }

        @Test
        void failsOnlyTheCallWhenAReplyCantBeDecoded() throws Exception {
            open(Limits.defaults());
            Address<Play> play = peer.address(Play.class);
            CompletableFuture<Long> bad = play.callAsync(new Play.Add(1));
            CompletableFuture<Long> good = play.callAsync(new Play.Add(2));

            raw.frame(REPLY, 1, "6161");
            raw.frame(REPLY, 2, "07");

            assertThat(good.get(20, TimeUnit.SECONDS)).isEqualTo(7);
            assertThat(failure(bad)).isInstanceOf(CallFailure.Undecodable.class);
            assertThat(Until.error(events, PeerError.UndecodableReply.class).call())
                    .isEqualTo(1);
        }

        @Test
        void failsTheCallWhenItsErrorCantBeDecoded() throws Exception {
            open(Limits.defaults());
            CompletableFuture<Long> call = peer.address(Play.class).callAsync(new Play.Add(1));

            raw.frame(0, 1, "ff");

            assertThat(failure(call)).isInstanceOf(CallFailure.Undecodable.class);
        }

        @Test
        void mapsTheErrorsOfTheOriginal() throws Exception {
            open(Limits.defaults());
            Address<Play> play = peer.address(Play.class);
            var payloads = new String[] {
                "a16b446573657269616c697a65a263736964f663636964f6",
                "a175446573657269616c697a6557697265466f726d6174a167636f6e7465787460",
                "a173496e7465726e616c5365727665724572726f72a263736964f663636964f6",
                "a16754696d656f7574a163736964a165696e6e6572a162696405",
                "a16e556e6b6e6f776e53657276696365a263736964f663636964f6",
                "a16c5075625375624e6f43616c6ca263736964f663636964f6"
            };
            var expected = new Class<?>[] {
                CallFailure.Undecodable.class,
                CallFailure.Undecodable.class,
                CallFailure.HandlerFailed.class,
                CallFailure.Timeout.class,
                CallFailure.UnknownService.class,
                CallFailure.NoCalls.class
            };
            for (var i = 0; i < payloads.length; i++) {
                CompletableFuture<Long> call = play.callAsync(new Play.Add(1));
                raw.frame(0, i + 1, payloads[i]);
                assertThat(failure(call)).isInstanceOf(expected[i]);
            }
        }

        @Test
        void publishesAnErrorThatBelongsToNoCall() throws Exception {
            open(Limits.defaults());

            raw.frame(0, 0, "a16e556e6b6e6f776e53657276696365a263736964f663636964f6");

            assertThat(Until.event(events, PeerEvent.RemoteError.class).error())
                    .isEqualTo(new ConnectionError.UnknownService(new ServiceId(0), 0));
        }

        @Test
        void publishesAReplyThatNobodyWaitsFor() throws Exception {
            open(Limits.defaults());

            raw.frame(REPLY, 77, "01");

            assertThat(Until.error(events, PeerError.UnexpectedReply.class).call())
                    .isEqualTo(77);
        }

        @Test
        void repliesToAPeerThatOnlyShutDownItsOutput() throws Exception {
            open(Limits.defaults());

            raw.frame(ServiceId.of("stage", "Block").value(), 8, "f6");
            raw.shutdownOutput();
            Until.event(events, PeerEvent.ClosedByRemote.class);
            stage.release.countDown();

            assertThat(raw.answer()).isEqualTo(new RawPeer.Received(REPLY, 8, "00"));
            assertThat(raw.answer()).isNull();
            Until.event(events, PeerEvent.Closed.class);
        }

        @Test
        void handlesSendsThatArrivedBeforeTheEnd() throws Exception {
            open(Limits.defaults());

            for (var i = 0; i < 10; i++) raw.frame(NOTE, 0, "a1616e0" + i);
            raw.frame(ServiceId.of("stage", "Notes").value(), 9, "f6");
            raw.shutdownOutput();

            assertThat(raw.answer()).isEqualTo(new RawPeer.Received(REPLY, 9, "8a00010203040506070809"));
        }

        @Test
        void cancelsCallsOfAConnectionThatIsCut() throws Exception {
            open(Limits.defaults());

            raw.frame(ServiceId.of("stage", "Block").value(), 8, "f6");
            Until.holds(() -> stage.blocked.get() == 1);
            peer.close();

            Until.holds(() -> stage.interrupted.get() == 1);
        }
    }

    @Nested
    class Times {
        @Test
        void givesACallUpAtItsDeadline() throws Exception {
            open(Limits.defaults());

            assertThatThrownBy(() -> peer.address(Play.class).call(new Play.Add(1), Duration.ofMillis(30)))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure())
                                    .isEqualTo(
                                            new CallFailure.Timeout(Duration.ofMillis(30), CallFailure.Handled.MAYBE)));
            assertThat(Until.error(events, PeerError.CallTimedOut.class).service())
                    .isEqualTo("stage::Add");
        }

        @Test
        void leavesNoCallBehindWhenTheCallerIsInterrupted() throws Exception {
            open(Limits.defaults());
            var caller = Thread.ofVirtual()
                    .unstarted(() -> assertThatThrownBy(
                                    () -> peer.address(Play.class).call(new Play.Add(1)))
                            .isInstanceOf(InterruptedException.class));
            caller.start();
            assertThat(raw.answer().cid()).isEqualTo(1);

            caller.interrupt();
            caller.join();
            raw.frame(REPLY, 1, "01");

            assertThat(Until.error(events, PeerError.UnexpectedReply.class).call())
                    .isEqualTo(1);
            assertThat(peer.isOpen()).isTrue();
        }

        @Test
        void closesIfTheFirstFrameDoesNotCome() throws Exception {
            open(Limits.defaults().withFirstFrame(Duration.ofMillis(30)), Connection.Side.ACCEPTING);

            assertThat(Until.error(events, PeerError.FirstFrameTimeout.class).begun())
                    .isFalse();
            Until.event(events, PeerEvent.Closed.class);
        }

        @Test
        void closesIfTheFirstFrameIsNotCompleted() throws Exception {
            open(Limits.defaults().withFirstFrame(Duration.ofMillis(200)), Connection.Side.ACCEPTING);

            raw.bytes(new byte[] {32, 0, 0});

            assertThat(Until.error(events, PeerError.FirstFrameTimeout.class).begun())
                    .isTrue();
            Until.event(events, PeerEvent.Closed.class);
        }

        @Test
        void closesIfAFrameIsNotCompleted() throws Exception {
            open(Limits.defaults().withFrameTime(Duration.ofMillis(30)).withFrameBytesPerSecond(0));

            raw.bytes(new byte[] {32, 0, 0});

            Until.error(events, PeerError.FrameTimeout.class);
            Until.event(events, PeerEvent.Closed.class);
        }

        @Test
        void closesIfAPingIsNotAnswered() throws Exception {
            open(Limits.defaults().withPingAfter(Duration.ofMillis(20)).withPongWithin(Duration.ofMillis(50)));

            raw.hello();

            assertThat(Until.event(events, PeerEvent.Opened.class).remote()).isInstanceOf(RemoteInfo.Greeted.class);
            Until.error(events, PeerError.PingTimeout.class);
            Until.event(events, PeerEvent.Closed.class);
        }

        @Test
        void sendsNoPingToALegacyPeer() throws Exception {
            open(Limits.defaults().withPingAfter(Duration.ofMillis(20)).withPongWithin(Duration.ofMillis(20)));

            raw.frame(ADD, 1, "a1616e05");
            assertThat(raw.answer()).isEqualTo(new RawPeer.Received(REPLY, 1, "05"));
            CompletableFuture<Long> slow = peer.address(Play.class).callAsync(new Play.Add(1));
            assertThat(raw.answer().sid()).isEqualTo(ADD);
            assertThatThrownBy(() -> peer.ping(Duration.ofSeconds(1))).isInstanceOf(CallException.class);
            raw.frame(REPLY, 1, "01");

            assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(peer.isOpen()).isTrue();
        }

        @Test
        void closesEvenIfTheOtherSideNeverReads() throws Exception {
            open(Limits.defaults().withFlush(Duration.ofMillis(50)));
            Address<Play> play = peer.address(Play.class);
            while (play.trySend(new Play.Echo(new byte[10_000]))) {}

            peer.close();

            Until.event(events, PeerEvent.Closed.class);
        }

        @Test
        void boundsWhatWaitsForAPeerThatNeverReads() {
            open(Limits.defaults().withQueueBytes(100_000).withFlush(Duration.ofMillis(50)));
            Address<Play> play = peer.address(Play.class);
            var refused = new CallFailure.Timeout(Duration.ofMillis(30), CallFailure.Handled.NO);

            // the writer may take what was queued once more and so make room; then the stream is full
            Until.holds(() -> {
                while (play.trySend(new Play.Echo(new byte[10_000]))) {}
                return refused.equals(failureOf(play));
            });
        }
    }

    private static CallFailure failureOf(Address<Play> play) {
        try {
            play.call(new Play.Add(1), Duration.ofMillis(30));
            throw new AssertionError("the call succeeded");
        } catch (CallException e) {
            return e.failure();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static CallFailure failure(CompletableFuture<?> call) throws Exception {
        try {
            call.get(20, TimeUnit.SECONDS);
            throw new AssertionError("the call succeeded");
        } catch (java.util.concurrent.ExecutionException e) {
            return ((CallException) e.getCause()).failure();
        }
    }
}
