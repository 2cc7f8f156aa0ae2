package dev.thespis.remote;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// How many frames of which kind went one way, and how many bytes they were.
///
/// One thread at a time counts: the reader what arrives, and who holds the outbox's lock what is sent. Any thread may
/// look. Numbers are written opaquely, which costs no more than a plain write: who looks sees each number whole and no
/// older than a moment, but those of one frame not all at once.
final class FrameCounts {
    /// What a frame is.
    enum Kind {
        CALL(0),
        SEND(1),
        REPLY(2),
        ERROR(3),
        CONTROL(4);

        private final int slot;

        Kind(int slot) {
            this.slot = slot;
        }
    }

    private static final VarHandle NUMBER = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int BYTES = 5;

    private final long[] numbers = new long[BYTES + 1];

    void count(Kind kind, long bytes) {
        add(kind.slot, 1);
        add(BYTES, bytes);
    }

    private void add(int index, long more) {
        NUMBER.setOpaque(numbers, index, numbers[index] + more);
    }

    private long get(int index) {
        return (long) NUMBER.getOpaque(numbers, index);
    }

    PeerStats.Frames look() {
        return new PeerStats.Frames(
                get(Kind.CALL.slot),
                get(Kind.SEND.slot),
                get(Kind.REPLY.slot),
                get(Kind.ERROR.slot),
                get(Kind.CONTROL.slot),
                get(BYTES));
    }
}
