package dev.thespis.remote;

import java.util.concurrent.TimeUnit;

/// Limits how often something happens in a second, and perhaps lets it happen more often for a while: what a second has
/// left over is saved up to be used at once. Used by one thread.
final class Rate {
    private final int most;
    private final long mostSaved;
    private long startNanos;
    private int count;
    private long saved;

    /// @param most in a second
    /// @param mostSaved how many may be saved up; there are so many in the beginning
    /// @param nowNanos when the first second begins
    Rate(int most, int mostSaved, long nowNanos) {
        this.startNanos = nowNanos;
        this.most = most;
        this.mostSaved = mostSaved;
        this.saved = mostSaved;
    }

    /// Counts once.
    ///
    /// @return whether that was too often
    boolean isExceeded(long nowNanos) {
        var seconds = TimeUnit.NANOSECONDS.toSeconds(nowNanos - startNanos);
        if (seconds > 0) {
            var leftOver = Math.max(0, most - count) + most * (seconds - 1);
            saved = Math.min(mostSaved, saved + leftOver);
            startNanos = nowNanos;
            count = 0;
        }
        return ++count > most && --saved < 0;
    }
}
