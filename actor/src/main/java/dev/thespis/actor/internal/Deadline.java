package dev.thespis.actor.internal;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A point in time until which to wait.
///
/// @param limit the time that was given; of no meaning if there is no end
/// @param endNanos on the clock of [System#nanoTime()]
/// @param endless whether there is no end
record Deadline(Duration limit, long endNanos, boolean endless) {
    /// Longer waits are cut to this, about 146 years, so that no sum overflows.
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private static final Deadline NEVER = new Deadline(LONGEST, 0, true);

    static Deadline never() {
        return NEVER;
    }

    static Deadline in(Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("deadline must be more than zero: deadline=" + limit);
        }
        Duration bounded = bounded(limit);
        return new Deadline(bounded, System.nanoTime() + bounded.toNanos(), false);
    }

    static Duration bounded(Duration limit) {
        return limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
    }

    long remainingNanos() {
        return endless ? Long.MAX_VALUE : endNanos - System.nanoTime();
    }

    /// Parks the thread until it is unparked, interrupted, or the time is over.
    void park(Object blocker) {
        if (endless) {
            LockSupport.park(blocker);
        } else {
            LockSupport.parkNanos(blocker, remainingNanos());
        }
    }
}
