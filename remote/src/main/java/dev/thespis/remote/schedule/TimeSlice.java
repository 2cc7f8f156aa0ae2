package dev.thespis.remote.schedule;

import java.util.concurrent.locks.LockSupport;

/// Keeps a busy virtual thread from shutting out others.
///
/// Virtual threads are not preempted, and a carrier looks at what came from outside only when its own queue is empty: a
/// reader that always finds something to read would keep it for ever. A thread that parks for the shortest time comes
/// back from outside itself. Used by one thread.
public final class TimeSlice {
    private static final int COUNT = 64;
    private static final long SLICE_NANOS = 2_000_000;

    private int count;
    private long startNanos;

    /// Begins with the first piece of work.
    public TimeSlice() {}

    /// Called after each piece of work; gives the carrier up now and then.
    public void letOthersRun() {
        if (++count < COUNT) return;
        count = 0;
        var now = System.nanoTime();
        if (now - startNanos < SLICE_NANOS || !Thread.currentThread().isVirtual()) return;
        LockSupport.parkNanos(this, 1);
        startNanos = System.nanoTime();
    }
}
