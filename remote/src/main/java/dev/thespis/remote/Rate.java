package dev.thespis.remote;

import java.util.concurrent.TimeUnit;

/// Counts how often something happens in a second. Used by one thread.
final class Rate {
    private final int most;
    private long startNanos;
    private int count;

    Rate(int most) {
        this.most = most;
    }

    /// Counts once.
    ///
    /// @return whether that was too often
    boolean isExceeded(long nowNanos) {
        if (nowNanos - startNanos >= TimeUnit.SECONDS.toNanos(1)) {
            startNanos = nowNanos;
            count = 0;
        }
        return ++count > most;
    }
}
