package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.transport.Transports;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Why bounded channels alone can't give back-pressure over a network: the scheme of the original, step by step, until
/// no step is possible any more; and the same traffic between two peers, which ends. See `docs/adr/0009`.
@Timeout(60)
final class StallTest {
    private static final int CALLS = 3;

    /// A frame between two of the original's peers.
    private enum Frame {
        CALL,
        REPLY
    }

    /// One peer of the original, reduced to what decides whether it goes on.
    ///
    /// It reads one frame after the other. For a call it takes a permit before it reads on. The call's handler calls
    /// the
    /// other side in its turn, and the permit comes back when the handler has ended, which is when the reply to that
    /// call has been read. Nothing here waits in time: each step either changes something or is impossible, and what is
    /// impossible for both stays so.
    private static final class Original {
        private final Deque<Frame> arrived;
        private final Deque<Frame> sent;
        private int permits;
        private int answered;
        private int handled;

        Original(Deque<Frame> arrived, Deque<Frame> sent, int permits) {
            this.arrived = arrived;
            this.sent = sent;
            this.permits = permits;
        }

        /// What the reader does next.
        ///
        /// @return false if it can't do anything
        boolean read() {
            var next = arrived.peek();
            if (next == null) return false;
            if (next == Frame.CALL && permits == 0) return false; // it waits for a permit, and reads no further
            arrived.remove();
            switch (next) {
                case CALL -> {
                    permits--;
                    sent.add(Frame.CALL); // the handler's own call
                }
                case REPLY -> {
                    answered++;
                    if (answered > CALLS) { // that to a handler's call, after those to our first ones
                        permits++;
                        handled++;
                        sent.add(Frame.REPLY);
                    }
                }
            }
            return true;
        }
    }

    /// The same, as two bounded channels with one thread each that reads, handles, and writes what comes of it.
    private static final class Bounded {
        private final ArrayDeque<Frame> arrived;
        private final ArrayDeque<Frame> sent;
        private final int capacity;

        Bounded(ArrayDeque<Frame> arrived, ArrayDeque<Frame> sent, int capacity) {
            this.arrived = arrived;
            this.sent = sent;
            this.capacity = capacity;
        }

        /// Takes a call and writes its reply, for which there must be room.
        boolean step() {
            if (arrived.peek() != Frame.CALL || sent.size() == capacity) return false;
            arrived.remove();
            sent.add(Frame.REPLY);
            return true;
        }
    }

    /// A peer that is an actor, with a bounded mailbox, and sends what it finds out to itself.
    private static final class SendsToItself {
        private final ArrayDeque<String> mailbox = new ArrayDeque<>();
        private final int capacity;

        SendsToItself(int capacity) {
            this.capacity = capacity;
        }

        boolean offer(String message) {
            return mailbox.size() < capacity && mailbox.add(message);
        }

        /// Handles the first message, and sends two to itself: the handler ends when both are in.
        ///
        /// @return false if its handler has to wait for room, which only its end would make
        boolean handle() {
            mailbox.remove();
            return offer("timer set") && offer("count raised");
        }
    }

    @Nested
    class Original2 {}

    @Test
    void theOriginalsReaderThatTakesAPermitBeforeItReadsOnStalls() {
        var there = new ArrayDeque<Frame>();
        var back = new ArrayDeque<Frame>();
        var one = new Original(back, there, 2);
        var other = new Original(there, back, 2);
        for (var i = 0; i < CALLS; i++) { // each side calls the other, once more often than there are permits
            there.add(Frame.CALL);
            back.add(Frame.CALL);
        }

        while (one.read() | other.read()) {}

        // Both readers stand before a call and want a permit. Those come back with replies that are never written,
        // since the calls that they would answer are behind the ones that the readers stand before.
        for (var peer : List.of(one, other)) {
            assertThat(peer.permits).isZero();
            assertThat(peer.arrived).containsExactly(Frame.CALL, Frame.CALL, Frame.CALL);
            assertThat(peer.handled).isZero();
            assertThat(peer.answered).isZero();
        }
    }

    @Test
    void peersWithWindowsAsNarrowDoNot() throws Exception {
        var narrow = Limits.defaults().withWindowMessages(2);
        var ends = Transports.memory();
        try (var here = new Stage();
                var there = new Stage();
                var one = Peer.accept(ends.get(0), PeerOptions.defaults().withLimits(narrow), here::expose);
                var other = Peer.connect(ends.get(1), PeerOptions.defaults().withLimits(narrow), there::expose);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Callable<Long>>();
            for (var i = 0; i < 100 * CALLS; i++) {
                calls.add(() -> one.address(Play.class).call(new Play.CallBack(1)));
                calls.add(() -> other.address(Play.class).call(new Play.CallBack(1)));
            }
            for (var call : callers.invokeAll(calls)) assertThat(call.get()).isPositive();
        }
    }

    @Test
    void boundedChannelsAloneStall() {
        var there = new ArrayDeque<Frame>();
        var back = new ArrayDeque<Frame>();
        var one = new Bounded(back, there, 4);
        var other = new Bounded(there, back, 4);
        for (var i = 0; i < 4; i++) { // both channels are full of calls
            there.add(Frame.CALL);
            back.add(Frame.CALL);
        }

        assertThat(one.step()).isFalse(); // no room for a reply, before the other one has read
        assertThat(other.step()).isFalse(); // which it does not, for the same reason
    }

    @Test
    void peersWhoseStreamsAreFullOfCallsDoNot() throws Exception {
        var ends = Transports.memory(); // holds 64 KiB in each direction; a reply alone is larger
        try (var here = new Stage();
                var there = new Stage();
                var one = Peer.accept(ends.get(0), PeerOptions.defaults(), here::expose);
                var other = Peer.connect(ends.get(1), PeerOptions.defaults(), there::expose);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var bytes = new byte[200_000];
            var calls = new ArrayList<Callable<byte[]>>();
            for (var i = 0; i < 32; i++) {
                calls.add(() -> one.address(Play.class).call(new Play.Echo(bytes)));
                calls.add(() -> other.address(Play.class).call(new Play.Echo(bytes)));
            }
            for (var call : callers.invokeAll(calls)) assertThat(call.get()).hasSize(bytes.length);
        }
    }

    @Test
    void aPeerThatSendsToItselfThroughABoundedMailboxStalls() {
        var peer = new SendsToItself(2);
        assertThat(peer.offer("a frame")).isTrue();
        assertThat(peer.offer("another frame")).isTrue();

        assertThat(peer.handle()).isFalse();
    }

    /// The tasks that a peer has with itself: credit, answers, errors, pongs, cancels; while every window is used up,
    /// the
    /// other side does not read, and far more than the stream holds is to be written.
    @Test
    void aPeerNeverWaitsForItself() throws Exception {
        var ends = Transports.memory();
        try (var stage = new Stage();
                var peer = Peer.connect(ends.get(0), PeerOptions.defaults(), stage::expose);
                var raw = new RawPeer(ends.get(1))) {
            raw.hello(1, 1);
            raw.offer();
            peer.address(Play.class).send(new Play.Note(1)); // the windows are used up now
            assertThat(peer.address(Play.class).trySend(new Play.Note(2))).isFalse();
            for (var i = 0; i < 2_000; i++) {
                raw.control(new dev.thespis.remote.control.Ping(i)); // a pong
                raw.frame(5, i + 1, "f6"); // an error
                raw.frame(5, 0, "f6"); // credit
                raw.frame(NOTE, 0, "a1616e01"); // credit, in quarters
                raw.frame(ADD, 10_000 + i, "a1616e01"); // a reply
            }

            Until.holds(() -> stage.noted.get() == 2_000);
            assertThat(raw.answer(11_999).payload()).isEqualTo("1907d0");
            assertThat(peer.isOpen()).isTrue();
        }
    }

    private static final long NOTE =
            dev.thespis.wire.ServiceId.of("stage", "Note").value();
    private static final long ADD =
            dev.thespis.wire.ServiceId.of("stage", "Add").value();
}
