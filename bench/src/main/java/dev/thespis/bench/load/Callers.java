package dev.thespis.bench.load;

import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Virtual threads that call and wait, again and again.
public final class Callers {
    private Callers() {}

    /// One call.
    @FunctionalInterface
    public interface Turn {
        /// Calls and waits for the reply.
        ///
        /// @param caller from 0, which of the callers this is
        /// @param turn from 0, how often it has called before
        /// @throws Exception if it fails
        void call(int caller, long turn) throws Exception;
    }

    /// Calls from many threads at once; each calls once at least.
    ///
    /// @param count how many callers
    /// @param untilNanos when they stop, as of [java.lang.System#nanoTime]
    /// @param turn what each does
    /// @return how often each has called
    /// @throws Exception if a call fails
    public static long[] run(int count, long untilNanos, Turn turn) throws Exception {
        var callers = new ArrayList<FutureTask<Long>>();
        for (var n = 0; n < count; n++) {
            var caller = n;
            var task = new FutureTask<>(() -> repeat(caller, untilNanos, turn));
            callers.add(task);
            Thread.ofVirtual().name("bench-caller").start(task);
        }
        var counts = new long[count];
        for (var n = 0; n < count; n++) counts[n] = await(callers.get(n));
        return counts;
    }

    private static long repeat(int caller, long untilNanos, Turn turn) throws Exception {
        var count = 0L;
        do turn.call(caller, count++);
        while (System.nanoTime() - untilNanos < 0);
        return count;
    }

    private static long await(FutureTask<Long> caller) throws Exception {
        try {
            return caller.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Calls from this thread, once at least, and takes the time of each call.
    ///
    /// @param times are cleared first
    /// @param untilNanos when to stop, as of [java.lang.System#nanoTime]
    /// @param turn what is done, by caller 0
    /// @return how many calls
    /// @throws Exception if a call fails
    public static long timed(Times times, long untilNanos, Turn turn) throws Exception {
        times.clear();
        var count = 0L;
        var before = System.nanoTime();
        do {
            turn.call(0, count);
            var after = System.nanoTime();
            times.add(after - before);
            before = after;
            count++;
        } while (before - untilNanos < 0);
        return count;
    }
}
