package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.control.Ping;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.ServiceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Why a bounded queue at each end is not enough: schemes that stall, each run step by step until no step is possible
/// any more; and the same traffic between two peers, which ends.
///
/// Nothing in the schemes waits in time. A step changes something or is impossible, and when none is possible for
/// anybody, that stays so.
@Timeout(60)
final class StallTest {
    private static final long NOTE = ServiceId.of("stage", "Note").value();
    private static final long ADD = ServiceId.of("stage", "Add").value();

    /// The original: its reader takes a permit for a call before it reads on.
    @Nested
    class PermitBeforeReadingOn {
        private enum Frame {
            /// A call whose handler calls its caller back before it ends.
            CALL,
            /// That call. It needs no permit, which is more than the original grants.
            CALL_BACK,
            /// The answer to it: the handler ends, and gives its permit back.
            REPLY_BACK,
            /// The answer to the first call.
            REPLY
        }

        private static final class Original {
            private final Queue<Frame> arriving;
            private final Queue<Frame> leaving;
            private int permits;
            private int answers;

            Original(Queue<Frame> arriving, Queue<Frame> leaving, int permits) {
                this.arriving = arriving;
                this.leaving = leaving;
                this.permits = permits;
            }

            /// The reader takes one frame.
            ///
            /// @return false if there is none, or it waits for a permit
            boolean read() {
                var next = arriving.peek();
                if (next == null || (next == Frame.CALL && permits == 0)) return false;
                arriving.remove();
                switch (next) {
                    case CALL -> {
                        permits--;
                        leaving.add(Frame.CALL_BACK);
                    }
                    case CALL_BACK -> leaving.add(Frame.REPLY_BACK);
                    case REPLY_BACK -> {
                        permits++;
                        leaving.add(Frame.REPLY);
                    }
                    case REPLY -> answers++;
                }
                return true;
            }
        }

        private final Queue<Frame> there = new ArrayDeque<>();
        private final Queue<Frame> back = new ArrayDeque<>();

        /// Both sides call each other three times; then both read as long as one of them can.
        private List<Original> run(int permits) {
            var one = new Original(back, there, permits);
            var other = new Original(there, back, permits);
            for (var i = 0; i < 3; i++) {
                there.add(Frame.CALL);
                back.add(Frame.CALL);
            }
            while (one.read() || other.read()) {}
            return List.of(one, other);
        }

        @Test
        void stallsWithFewerPermitsThanCalls() {
            for (var peer : run(2)) {
                // it waits for a permit, which comes with a reply, which the other one would write after it has read
                // what it does not get to, since it waits for a permit
                assertThat(peer.permits).isZero();
                assertThat(peer.answers).isZero();
                assertThat(peer.arriving).containsExactly(Frame.CALL, Frame.CALL_BACK, Frame.CALL_BACK);
            }
        }

        @Test
        void wouldEndWithOneForEachCall() {
            for (var peer : run(3)) {
                assertThat(peer.permits).isEqualTo(3);
                assertThat(peer.answers).isEqualTo(3);
                assertThat(peer.arriving).isEmpty();
            }
        }

        @Test
        void isNotWhatPeersDo() throws Exception {
            try (var pair = new Pair(Limits.defaults().withWindowMessages(2))) {
                var calls = new ArrayList<Callable<Long>>();
                for (var i = 0; i < 300; i++) {
                    calls.add(() -> pair.one.address(Play.class).call(new Play.CallBack(1)));
                    calls.add(() -> pair.other.address(Play.class).call(new Play.CallBack(1)));
                }
                pair.invokeAll(calls);
            }
        }
    }

    /// Two programs with a bounded channel in each direction, and nothing else.
    @Nested
    class ChannelsAlone {
        private static final int CAPACITY = 4;

        private enum Item {
            CALL,
            REPLY
        }

        private record Program(Queue<Item> arriving, Queue<Item> leaving) {
            /// Takes a call and puts its reply, for which there must be room.
            boolean step() {
                if (arriving.peek() != Item.CALL || leaving.size() == CAPACITY) return false;
                arriving.remove();
                return leaving.add(Item.REPLY);
            }
        }

        @Test
        void stallWhenBothAreFullOfCalls() {
            var there = new ArrayDeque<Item>();
            var back = new ArrayDeque<Item>();
            for (var i = 0; i < CAPACITY; i++) {
                there.add(Item.CALL);
                back.add(Item.CALL);
            }

            // no room for a reply before the other one takes something, which it does not for the same reason
            assertThat(new Program(back, there).step()).isFalse();
            assertThat(new Program(there, back).step()).isFalse();
        }

        @Test
        void areNotAllThatPeersHave() throws Exception {
            // the stream holds 64 KiB in each direction, and each call and each reply is larger
            try (var pair = new Pair(Limits.defaults())) {
                var bytes = new byte[200_000];
                var calls = new ArrayList<Callable<byte[]>>();
                for (var i = 0; i < 32; i++) {
                    calls.add(() -> pair.one.address(Play.class).call(new Play.Echo(bytes)));
                    calls.add(() -> pair.other.address(Play.class).call(new Play.Echo(bytes)));
                }
                pair.invokeAll(calls);
            }
        }
    }

    /// A peer that is an actor with a bounded mailbox, and tells itself what it finds out.
    @Nested
    class SendingToItself {
        private static final class Naive {
            private static final int CAPACITY = 2;

            private final Queue<String> mailbox = new ArrayDeque<>();

            /// Puts a message in the mailbox, for which there must be room.
            boolean send(String message) {
                return mailbox.size() < CAPACITY && mailbox.add(message);
            }

            /// Handles one message. The handler ends when it has told itself two things.
            ///
            /// @return false if it waits for room, which nobody but itself could make
            boolean handle() {
                mailbox.remove();
                return send("a call has come in") && send("its permit is taken");
            }
        }

        @Test
        void stallsTheNaiveWay() {
            var naive = new Naive();
            assertThat(naive.send("a frame")).isTrue();
            assertThat(naive.send("another frame")).isTrue();

            assertThat(naive.handle()).isFalse();
        }

        /// What a peer has to tell itself, as it reads: that there is credit, an answer, an error, a pong to write. All
        /// of that here while its own windows are used up, the other side does not read, and the stream is full.
        @Test
        void isNothingThatAPeerWaitsFor() throws Exception {
            var ends = Transports.memory();
            var limits = Limits.defaults().withWindowMessages(10_000).withWindowBytes(1 << 24);
            try (var stage = new Stage();
                    var peer = Peer.connect(ends.get(0), PeerOptions.defaults().withLimits(limits), stage::expose);
                    var raw = new RawPeer(ends.get(1))) {
                raw.hello(1, 1);
                raw.offer();
                Until.holds(() -> peer.remote() instanceof RemoteInfo.Greeted);
                peer.address(Play.class).send(new Play.Note(1));
                assertThat(peer.address(Play.class).trySend(new Play.Add(2))).isFalse();
                for (var i = 0; i < 500; i++) {
                    raw.control(new Ping(i)); // wants a pong
                    raw.frame(5, 1 + i, "f6"); // an error
                    raw.frame(5, 0, "f6"); // credit
                    raw.frame(NOTE, 0, "a1616e01"); // credit, for many at once
                    raw.frame(ADD, 10_000 + i, "a1616e01"); // a reply
                }

                Until.holds(() -> stage.noted.get() == 500);
                assertThat(raw.answer(10_499).payload()).isEqualTo("1901f4");
            }
        }
    }

    /// Two peers with a stage each.
    private static final class Pair implements AutoCloseable {
        private final Stage here = new Stage();
        private final Stage there = new Stage();
        private final Peer one;
        private final Peer other;

        Pair(Limits limits) {
            var options = PeerOptions.defaults().withLimits(limits);
            var ends = Transports.memory();
            one = Peer.accept(ends.get(0), options, here::expose);
            other = Peer.connect(ends.get(1), options, there::expose);
        }

        <T> void invokeAll(List<Callable<T>> calls) throws Exception {
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var call : callers.invokeAll(calls)) assertThat(call.get()).isNotNull();
            }
        }

        @Override
        public void close() {
            one.close();
            other.close();
            here.close();
            there.close();
        }
    }
}
