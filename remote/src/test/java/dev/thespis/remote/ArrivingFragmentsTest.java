package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Observer;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.control.Credit;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Offer;
import dev.thespis.wire.FrameLimits;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What a peer makes of fragments that arrive, also from one that wants to do harm.
@Timeout(60)
@ParameterizedClass
@EnumSource
final class ArrivingFragmentsTest {
    private static final long ECHO = sid("Echo");
    private static final long ADD = sid("Add");
    private static final long HOLD = sid("Hold");
    private static final long REPLY = -1;
    private static final Limits LIMITS = Limits.defaults()
            .withFrames(new FrameLimits(100_000, 200_000))
            .withWindowBytes(50_000)
            .withWindowMessages(4);

    private final Wire wire;
    private final Stage stage = new Stage();
    private Peer peer;
    private RawPeer raw;
    private Address<Play> play;
    private Observer<PeerEvent> events;
    private long lastCid = 1_000;

    ArrivingFragmentsTest(Wire wire) {
        this.wire = wire;
    }

    private static long sid(String name) {
        return ServiceId.of("stage", name).value();
    }

    private void open(Limits limits, String... features) throws Exception {
        var ends = wire.ends();
        raw = new RawPeer(ends.get(1));
        peer = Peer.connect(ends.get(0), PeerOptions.defaults().withLimits(limits), fresh -> {
            events = fresh.events().observe();
            stage.expose(fresh);
        });
        play = peer.address(Play.class);
        raw.hello(256, 1 << 20, features);
        raw.offer();
        raw.control(Offer.class);
    }

    private void open() throws Exception {
        open(LIMITS, "fragments");
    }

    @AfterEach
    void shut() throws IOException {
        stage.release.countDown();
        raw.close();
        peer.close();
        stage.close();
    }

    private static byte[] echo(long cid, int bytes) {
        return RawPeer.frameBytes(ECHO, cid, RawPeer.hex(Play.Echo.class, new Play.Echo(new byte[bytes])));
    }

    private static byte[] of(long sid, long cid, int bytes) {
        return RawPeer.frameBytes(sid, cid, "00".repeat(bytes));
    }

    private void inPieces(long row, byte[] frame, int size) throws IOException {
        for (var at = 0; at < frame.length; at += size) raw.fragment(row, frame, at, Math.min(frame.length, at + size));
    }

    private void assertNothingIsHeld() {
        Until.holds(() -> peer.connection().reader().assembly().heldBytes() == 0
                && peer.connection().intake().heldBytes() == 0);
    }

    private void assertCutOff(String why) throws Exception {
        assertThat(Until.error(events, PeerError.ProtocolViolation.class).toString())
                .contains(why);
        peer.join();
        Until.holds(() -> peer.connection().reader().assembly().heldBytes() == 0);
    }

    private void assertAlive() throws Exception {
        var cid = lastCid++;
        raw.frame(ADD, cid, "a1616e05");
        assertThat(raw.answer(cid).sid()).isEqualTo(REPLY);
    }

    private <T extends ErrorFrame> T error(Class<T> type, long cid) throws Exception {
        return type.cast(RawPeer.decode(ErrorFrame.class, raw.answer(cid)));
    }

    @Nested
    class Requests {
        @Test
        void arePutTogetherHoweverSmallThePieces() throws Exception {
            open();
            inPieces(1, echo(1, 100), 1);
            inPieces(2, echo(2, 3_000), 7);
            inPieces(3, echo(3, 90_000), 33_333);

            assertThat(raw.answer(1).payload()).endsWith("00".repeat(100)).hasSizeLessThan(230);
            assertThat(raw.answer(2).payload()).endsWith("00".repeat(3_000));
            assertThat(raw.answer(3).payload()).endsWith("00".repeat(90_000));
            assertNothingIsHeld();
        }

        @Test
        void ofSeveralRowsComeMixedWithOthers() throws Exception {
            open();
            var first = echo(1, 20_000);
            var second = echo(2, 20_000);
            raw.fragment(1, first, 0, 10);
            raw.fragment(2, second, 0, 10_000);
            assertAlive();
            raw.fragment(1, first, 10, 11_000);
            raw.fragment(2, second, 10_000, second.length);
            raw.answer(2);
            raw.fragment(1, first, 11_000, first.length);
            raw.answer(1);
            assertNothingIsHeld();
        }

        @Test
        void thatAreGivenUpAreAsIfTheyHadNeverBeen() throws Exception {
            open();
            for (var row = 1; row <= 20; row++) {
                var frame = echo(row, row % 2 == 0 ? 90_000 : 1_000);
                raw.fragment(row, frame, 0, row < 4 ? 10 : 500);
                raw.fragment(row, new byte[0]);
            }
            inPieces(21, echo(21, 90_000), 30_000);

            raw.answer(21);
            assertAlive();
            assertNothingIsHeld();
        }

        @Test
        void longerThanTheWindowTakeNothingOfIt() throws Exception {
            open();
            raw.frame(HOLD, 0, "f6");
            inPieces(1, echo(0, 90_000), 30_000);
            for (var i = 0; i < 2; i++) raw.bytes(echo(10 + i, 20_000));
            stage.release.countDown();

            assertThat(creditOfEcho()).isEqualTo(new Credit(ECHO, 1, 0));
            inPieces(2, echo(0, 90_000), 30_000);
            assertThat(creditOfEcho()).isEqualTo(new Credit(ECHO, 1, 0));
        }

        private Credit creditOfEcho() throws Exception {
            while (true) {
                var credit = raw.control(Credit.class);
                if (credit.sid() == ECHO) return credit;
            }
        }

        @Test
        void longerThanTheWindowCutOffIfThereAreTwo() throws Exception {
            open();
            raw.frame(HOLD, 0, "f6");
            inPieces(1, echo(1, 90_000), 30_000);
            raw.fragment(2, echo(2, 90_000), 0, 24);

            assertCutOff("without credit");
        }

        @Test
        void takeTheirCreditWhenTheyBegin() throws Exception {
            open();
            for (var row = 1; row <= 2; row++) raw.fragment(row, echo(row, 30_000), 0, 24);
            raw.fragment(3, echo(3, 30_000), 0, 24);

            assertCutOff("without credit");
        }

        @Test
        void thatCantBeDecodedAreAnswered() throws Exception {
            open();
            for (var cid = 1; cid <= 8; cid++) {
                inPieces(cid, RawPeer.frameBytes(ECHO, cid, "ff".repeat(40_000)), 20_000);
                error(ErrorFrame.Deserialize.class, cid);
            }
            assertThat(Until.error(events, PeerError.UndecodableRequest.class).service())
                    .isEqualTo("stage::Echo");
            assertAlive();
            assertNothingIsHeld();
        }

        @Test
        void forWhatIsNotExposedAreAnsweredWithoutBeingHeld() throws Exception {
            open();
            var frame = of(12345, 1, 90_000);
            raw.fragment(1, frame, 0, 80_000);
            assertAlive();
            assertNothingIsHeld();
            raw.fragment(1, frame, 80_000, frame.length);

            error(ErrorFrame.UnknownService.class, 1);
        }

        @Test
        void thatAreTooLongAreSkippedAndAnswered() throws Exception {
            open();
            var frame = echo(1, 150_000);
            raw.fragment(1, frame, 0, 99_000);
            assertAlive();
            assertNothingIsHeld();
            raw.fragment(1, frame, 99_000, frame.length);

            error(ErrorFrame.DeserializeWireFormat.class, 1);
            assertThat(Until.error(events, PeerError.FrameTooLarge.class).sizeBytes())
                    .isEqualTo(frame.length);
            assertAlive();
        }

        @Test
        void keepTheirOrderWithShortOnesBehindThem() throws Exception {
            open(LIMITS.withWindowMessages(300).withWindowBytes(16 << 20), "fragments");
            for (var n = 0; n < 50; n++) {
                var note = "a1616e" + (n < 24 ? "%02x".formatted(n) : "18%02x".formatted(n));
                // a long one of the same actor, so that notes come while it is decoded
                inPieces(n + 1, echo(0, 40_000), 40_100);
                raw.frame(sid("Note"), 0, note);
            }
            raw.frame(sid("Notes"), 7, "f6");

            var all = new StringBuilder();
            for (var n = 0; n < 50; n++) all.append(n < 24 ? "%02x".formatted(n) : "18%02x".formatted(n));
            assertThat(raw.answer(7).payload()).isEqualTo("9832" + all);
        }

        @Test
        void fromOneThatHasNotSaidThatItKnowsThemAreCallsOfAnUnknownService() throws Exception {
            open(LIMITS);
            raw.fragment(1, echo(1, 100), 0, 24);

            error(ErrorFrame.UnknownService.class, 1);
            assertAlive();
        }
    }

    @Nested
    class Violations {
        @Test
        void moreBytesThanTheFrameHas() throws Exception {
            open();
            var frame = echo(1, 1_000);
            raw.fragment(1, frame, 0, 500);
            var rest = new byte[frame.length];
            raw.fragment(1, rest);

            assertCutOff("bytes have come of a frame of " + frame.length);
        }

        @Test
        void moreRowsThanAreAllowed() throws Exception {
            open();
            for (var row = 1; row <= 9; row++) raw.fragment(row, new byte[] {1});

            assertCutOff("8 others have not ended");
        }

        @Test
        void moreRequestsThanAreAllowed() throws Exception {
            open();
            for (var row = 1; row <= 5; row++) raw.fragment(row, of(12345, row, 1_000), 0, 24);

            assertCutOff("5 requests come at once");
        }

        @Test
        void givingUpWhatHasNotBegun() throws Exception {
            open();
            raw.fragment(4, new byte[0]);

            assertCutOff("it gives up what has not begun");
        }

        @Test
        void noNumber() throws Exception {
            open();
            raw.fragment(0, new byte[] {1, 2, 3});

            assertCutOff("it belongs to no row");
        }

        @Test
        void fragmentsOfFragmentsAndOfErrors() throws Exception {
            open();
            raw.fragment(1, of(RawPeer.id(dev.thespis.remote.control.Fragment.class), 1, 1_000), 0, 24);

            assertCutOff("don't come in fragments");
        }

        @Test
        void errorsInFragments() throws Exception {
            open();
            raw.fragment(1, of(0, 1, 1_000), 0, 30);

            assertCutOff("don't come in fragments");
        }

        @Test
        void payloadsThatAreNoByteString() throws Exception {
            open();
            raw.frame(RawPeer.id(dev.thespis.remote.control.Fragment.class), 1, "5f4101ff");

            assertCutOff("one byte string of definite length");
        }

        @Test
        void fragmentsThatAreLongerThanAFrameMayBe() throws Exception {
            open();
            try {
                raw.fragment(1, new byte[120_000]);
            } catch (IOException e) {
                // cut off before it was written as a whole
            }

            assertCutOff("too long");
        }

        @Test
        void aLengthThatLiesEndsTheStream() throws Exception {
            open();
            raw.fragment(1, HexFormat.of().parseHex("ffffffffffffff7f"));

            assertThat(Until.error(events, PeerError.CorruptStream.class).detail())
                    .contains("length=9223372036854775807");
            assertThat(error(ErrorFrame.DeserializeWireFormat.class, 0).context())
                    .contains("length");
        }

        @Test
        void aRowThatIsNeverFinishedEndsTheConnection() throws Exception {
            open(LIMITS.withFrameTime(Duration.ofMillis(50)).withFrameBytesPerSecond(1 << 20), "fragments");
            raw.fragment(1, echo(1, 30_000), 0, 2_000);

            Until.error(events, PeerError.FrameTimeout.class);
            peer.join();
            assertNothingIsHeld();
        }

        @Test
        void aRowWhoseConnectionEndsIsDropped() throws Exception {
            open();
            raw.fragment(1, echo(0, 30_000), 0, 20_000);
            raw.close();

            Until.event(events, PeerEvent.Closed.class);
            assertNothingIsHeld();
        }
    }

    @Nested
    class Replies {
        private CompletableFuture<byte[]> call() throws Exception {
            return play.callAsync(new Play.Fill(1));
        }

        private static byte[] reply(long cid, int bytes) {
            return RawPeer.frameBytes(REPLY, cid, RawPeer.hex(byte[].class, new byte[bytes]));
        }

        @Test
        void arePutTogether() throws Exception {
            open();
            var first = call();
            var second = call();
            var one = reply(raw.request().cid(), 60_000);
            var two = reply(raw.request().cid(), 40_000);
            raw.fragment(1, one, 0, 30_000);
            raw.fragment(2, two, 0, 30_000);
            raw.fragment(2, two, 30_000, two.length);
            assertThat(second.get(20, TimeUnit.SECONDS)).hasSize(40_000);
            raw.fragment(1, one, 30_000, one.length);

            assertThat(first.get(20, TimeUnit.SECONDS)).hasSize(60_000);
            assertNothingIsHeld();
        }

        @Test
        void thatNobodyWaitsForAreNotHeld() throws Exception {
            open();
            raw.fragment(1, reply(77, 90_000), 0, 80_000);
            assertAlive();
            assertNothingIsHeld();
            raw.fragment(1, reply(77, 90_000), 80_000, reply(77, 90_000).length);

            assertThat(Until.error(events, PeerError.UnexpectedReply.class).call())
                    .isEqualTo(77);
            assertAlive();
        }

        @Test
        void thatCantBeDecodedFailTheirCall() throws Exception {
            open();
            var call = call();
            inPieces(1, RawPeer.frameBytes(REPLY, raw.request().cid(), "ff".repeat(50_000)), 40_000);

            assertThat(failure(call)).isInstanceOf(CallFailure.Undecodable.class);
            assertAlive();
        }

        @Test
        void thatAreTooLongFailTheirCall() throws Exception {
            open();
            var call = call();
            inPieces(1, reply(raw.request().cid(), 150_000), 40_000);

            assertThat(failure(call)).isInstanceOf(CallFailure.Undecodable.class);
            assertNothingIsHeld();
        }

        @Test
        void claimNoMoreThanTheWindowAndTheLongestOne() throws Exception {
            open();
            for (var i = 0; i < 3; i++) {
                var unused = call();
                raw.request();
            }
            raw.fragment(1, reply(1, 90_000), 0, 24);
            raw.fragment(2, reply(2, 40_000), 0, 24);
            raw.fragment(3, reply(3, 40_000), 0, 24);

            assertCutOff("over windowBytes=50000 without the longest one");
        }

        @Test
        void areNoMoreThanAreAllowed() throws Exception {
            open();
            for (var row = 1; row <= 5; row++) raw.fragment(row, reply(70 + row, 100), 0, 24);

            assertCutOff("5 replies come at once");
        }

        private static CallFailure failure(CompletableFuture<?> call) throws Exception {
            try {
                call.get(20, TimeUnit.SECONDS);
                throw new AssertionError("the call succeeded");
            } catch (ExecutionException e) {
                return ((CallException) e.getCause()).failure();
            }
        }
    }
}
