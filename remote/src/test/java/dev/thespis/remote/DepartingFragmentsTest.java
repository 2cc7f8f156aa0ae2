package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Depot.Bell;
import dev.thespis.remote.RawPeer.Received;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.control.Credit;
import dev.thespis.remote.control.Fragment;
import dev.thespis.remote.control.Goodbye;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Ping;
import dev.thespis.remote.control.Pong;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.FrameLimits;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a peer writes of messages that are too long for one piece, frame by frame. The stream takes no more than 64 KiB
/// that are not read: so a long message stops on its way until the other side reads on.
@Timeout(60)
final class DepartingFragmentsTest {
    private static final long ECHO = sid("Echo");
    private static final long NOTE = sid("Note");
    private static final long FRAGMENT = RawPeer.id(Fragment.class);
    private static final int LONG = 400_000;
    private static final Limits LIMITS =
            Limits.defaults().withFrames(new FrameLimits(8 << 20, 8 << 20)).withSendFrameBytes(8 << 20);

    private final Stage stage = new Stage();
    private FailingDuplex stream;
    private RawPeer raw;
    private Peer peer;
    private Address<Play> play;

    private static long sid(String name) {
        return ServiceId.of("stage", name).value();
    }

    private void open(int windowMessages, long windowBytes, String... features) throws Exception {
        var ends = Transports.memory();
        raw = new RawPeer(ends.get(1));
        stream = new FailingDuplex(ends.get(0));
        peer = Peer.connect(stream, PeerOptions.defaults().withLimits(LIMITS), stage::expose);
        play = peer.address(Play.class);
        raw.hello(windowMessages, windowBytes, features);
        raw.offer();
        raw.control(Offer.class);
    }

    private void open() throws Exception {
        open(256, 1 << 20, "fragments");
    }

    @AfterEach
    void shut() throws IOException {
        stage.release.countDown();
        raw.close();
        peer.close();
        stage.close();
    }

    private Thread sendLong() {
        var sending = JoinedPeers.start(() -> {
            play.send(new Play.Echo(new byte[LONG]));
            return true;
        });
        Until.holds(() -> peer.connection().queue().stalledNanos(System.nanoTime()) > 0
                && sending.getState() == Thread.State.WAITING);
        return sending;
    }

    /// Sends something long that stops on its way, to fail there.
    private CompletableFuture<CallFailure> failureOfLong() {
        var failure = new CompletableFuture<CallFailure>();
        var sending = JoinedPeers.start(() -> {
            try {
                play.send(new Play.Echo(new byte[LONG]));
            } catch (SendException e) {
                failure.complete(e.failure());
            }
            return true;
        });
        Until.holds(() -> sending.getState() == Thread.State.WAITING);
        return failure;
    }

    private Received next() throws Exception {
        return Objects.requireNonNull(raw.receive());
    }

    /// The frames up to the one that ends the row of this number.
    private List<Received> untilRowEnds(long number) throws Exception {
        var frames = new ArrayList<Received>();
        var left = -1L;
        while (true) {
            var frame = next();
            frames.add(frame);
            if (frame.sid() != FRAGMENT || frame.cid() != number) continue;
            var piece = RawPeer.piece(frame);
            if (piece.length == 0) return frames;
            if (left < 0) left = Long.reverseBytes(new java.math.BigInteger(1, piece, 0, 8).longValue());
            left -= piece.length;
            if (left == 0) return frames;
        }
    }

    @Test
    void aSmallRequestGoesBetweenTwoFragments() throws Exception {
        open();
        var sending = sendLong();

        play.send(new Play.Note(1)); // accepted at once, although the long one is on its way
        assertThat(sending.isAlive()).isTrue();
        var frames = untilRowEnds(1);

        var note = frames.stream().map(Received::sid).toList().indexOf(NOTE);
        assertThat(note).isPositive().isLessThan(5);
        assertThat(frames).hasSizeGreaterThan(LONG / LongFrames.FRAGMENT_BYTES);
        sending.join();
    }

    @Test
    void aPongGoesBetweenTwoFragments() throws Exception {
        open();
        var sending = sendLong();

        raw.control(new Ping(5));
        Until.holds(() -> peer.connection().queue().fillingBytes() > 0);
        assertThat(untilRowEnds(1).stream().map(Received::sid).toList().indexOf(RawPeer.id(Pong.class)))
                .isPositive()
                .isLessThan(5);
        sending.join();
    }

    @Test
    void aReplyGoesInFragmentsAndOthersBetween() throws Exception {
        open();
        raw.frame(sid("Fill"), 1, "a1656279746573" + "1a00061a80");
        // for so long that it is the reply that waits for room, and not what went before it that is just being written
        Until.holds(() -> peer.connection().queue().stalledNanos(System.nanoTime()) > 300_000_000);
        raw.frame(sid("Add"), 2, "a1616e05");
        Until.holds(() -> peer.connection().queue().fillingBytes() > 0);

        var frames = untilRowEnds(1);
        var small = frames.stream().map(Received::cid).toList().indexOf(2L);
        assertThat(frames.get(small).sid()).isEqualTo(ServiceId.REPLIES.value());
        assertThat(small).isPositive().isLessThan(5);
    }

    @Test
    void anInterruptGivesItUpAndItsCreditComesBack() throws Exception {
        open(1, 500_000, "fragments");
        var sending = sendLong();

        sending.interrupt();
        sending.join();
        var frames = untilRowEnds(1);
        assertThat(RawPeer.piece(frames.getLast())).isEmpty();
        for (var i = 0; i < 3; i++) { // the window of messages is free again, and that of bytes
            var again = JoinedPeers.start(
                    () -> play.callAsync(new Play.Echo(new byte[LONG])).isDone());
            var call = Objects.requireNonNull(raw.whole());
            assertThat(call.sid()).isEqualTo(ECHO);
            again.join();
            raw.frame(ServiceId.REPLIES.value(), call.cid(), "4100");
        }
    }

    @Test
    void aDeadlineGivesItUpAndItWasCertainlyNotHandled() throws Exception {
        open();
        var deadline = Duration.ofMillis(200);

        assertThatThrownBy(() -> play.call(new Play.Echo(new byte[LONG]), deadline))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isEqualTo(new CallFailure.Timeout(deadline, Handled.NO)));

        assertThat(RawPeer.piece(untilRowEnds(1).getLast())).isEmpty();
        assertThat(peer.connection().outbox().pendingCalls()).isZero();
    }

    @Test
    void theEndOfTheConnectionGivesItUp() throws Exception {
        open();
        var failure = failureOfLong();

        raw.control(new Goodbye("enough"));
        assertThat(failure.get()).isInstanceOf(CallFailure.ConnectionLost.class);
        assertThat(failure.get().handled()).isEqualTo(Handled.NO);
    }

    /// Nothing has come to an end yet but writing: the sender's row is forgotten with all that was to be written,
    /// before the connection refuses requests.
    @Test
    void aWriteThatFailsGivesItUp() throws Exception {
        open();
        var failure = failureOfLong();

        stream.failNextWrite();
        next(); // makes room for one more write
        assertThat(failure.get()).isInstanceOf(CallFailure.ConnectionLost.class);
        assertThat(failure.get().handled()).isEqualTo(Handled.NO);
        Until.holds(() -> peer.connection().queue().heldBytes() == 0);
    }

    @Test
    void aWriterThatDiesGivesItUp() throws Exception {
        open();
        var failure = failureOfLong();

        stream.throwAtNextWrite(new IllegalStateException("a stream that is not sound"));
        next();
        assertThat(failure.get()).isInstanceOf(CallFailure.ConnectionLost.class);
        peer.join();
    }

    @Test
    void whatIsOnlyTriedLetsLaterRequestsWait() throws Exception {
        open();

        assertThat(play.trySend(new Play.Echo(new byte[LONG]))).isTrue();
        assertThat(play.trySend(new Play.Note(1))).isFalse();
        var note = JoinedPeers.start(() -> {
            play.send(new Play.Note(2));
            return true;
        });
        assertThat(untilRowEnds(1)).allMatch(frame -> frame.sid() == FRAGMENT);

        assertThat(raw.request().sid()).isEqualTo(NOTE);
        note.join();
    }

    @Test
    void noMoreThanFourRequestsGoAtOnce() throws Exception {
        open(256, 8 << 20, "fragments");
        var senders = new ArrayList<Thread>();
        for (var i = 0; i < 7; i++)
            senders.add(JoinedPeers.start(() -> {
                play.send(new Play.Echo(new byte[LONG]));
                return true;
            }));

        var ended = new HashSet<Long>();
        var left = new HashMap<Long, Long>();
        var most = 0;
        while (ended.size() < 7) {
            var frame = next();
            assertThat(frame.sid()).isEqualTo(FRAGMENT);
            var piece = RawPeer.piece(frame);
            left.computeIfAbsent(
                    frame.cid(), fresh -> Long.reverseBytes(new java.math.BigInteger(1, piece, 0, 8).longValue()));
            most = Math.max(most, left.size());
            if (left.merge(frame.cid(), (long) -piece.length, Long::sum) > 0) continue;
            left.remove(frame.cid());
            assertThat(ended.add(frame.cid())).isTrue();
        }
        assertThat(most).isBetween(2, Rows.MOST_REQUESTS);
        for (var sender : senders) sender.join();
    }

    @Test
    void oneThatIsLongerThanTheWindowWaitsForTheOneBefore() throws Exception {
        open(256, 300_000, "fragments");
        var first = sendLong();
        var second = JoinedPeers.start(() -> {
            play.send(new Play.Echo(new byte[LONG]));
            return true;
        });
        untilRowEnds(1);
        first.join();
        JoinedPeers.awaitParked(second);

        for (var i = 0; i < 5; i++) { // what fits into the window goes meanwhile
            play.send(new Play.Note(i));
            assertThat(next().sid()).isEqualTo(NOTE);
        }
        raw.control(new Credit(ECHO, 1, 0));
        untilRowEnds(2);
        second.join();
    }

    @Test
    void creditForOneThatIsLongerThanTheWindowCutsOffIfThereIsNone() throws Exception {
        open();
        play.send(new Play.Echo(new byte[10]));
        raw.control(new Credit(ECHO, 1, 0));

        peer.join();
        assertThat(peer.connection().ending().reason()).contains("no request that is longer than the window");
    }

    @Test
    void anAddressIsOfferedRightBeforeTheLastFragment() throws Exception {
        open();
        var bell = stage.nursery.spawn(Bell.class, Depot.Ringer::new);
        var depot = peer.address(Depot.class);
        var sending = JoinedPeers.start(() -> {
            depot.send(new Depot.Visit(new byte[LONG], bell));
            return true;
        });

        var frames = untilRowEnds(1);
        sending.join();
        assertThat(frames.get(frames.size() - 2).sid()).isEqualTo(RawPeer.id(Offer.class));
        assertThat(frames.stream().filter(frame -> frame.sid() == RawPeer.id(Offer.class)))
                .hasSize(1);
    }

    @Test
    void anAddressInOneThatIsGivenUpIsForgotten() throws Exception {
        open();
        var bell = stage.nursery.spawn(Bell.class, Depot.Ringer::new);
        var depot = peer.address(Depot.class);
        var sending = JoinedPeers.start(() -> {
            depot.send(new Depot.Visit(new byte[LONG], bell));
            return true;
        });
        Until.holds(() -> peer.connection().queue().stalledNanos(System.nanoTime()) > 0
                && sending.getState() == Thread.State.WAITING);
        assertThat(peer.connection().capabilities().count()).isEqualTo(1);

        sending.interrupt();
        sending.join();
        assertThat(untilRowEnds(1)).noneMatch(frame -> frame.sid() == RawPeer.id(Offer.class));
        assertThat(peer.connection().capabilities().count()).isZero();
    }

    @Test
    void oneThatDoesNotKnowThemGetsWholeFrames() throws Exception {
        open(256, 1 << 20, "metadata");
        var sending = JoinedPeers.start(() -> {
            play.send(new Play.Echo(new byte[LONG]));
            return true;
        });

        var frame = next();
        assertThat(frame.sid()).isEqualTo(ECHO);
        assertThat(frame.payload()).hasSizeGreaterThan(2 * LONG);
        sending.join();
    }
}
