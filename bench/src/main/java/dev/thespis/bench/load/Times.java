package dev.thespis.bench.load;

import java.util.Arrays;

/// How long calls took, at most the first million. Made before measuring, since its room is
/// allocated at once. Used by one thread.
public final class Times {
    private static final int MOST = 1_000_000;

    private final long[] nanos;
    private int count;

    /// Makes room.
    ///
    /// @param wanted whether times are kept at all
    public Times(boolean wanted) {
        nanos = new long[wanted ? MOST : 0];
    }

    /// Forgets all.
    ///
    /// @return this
    public Times clear() {
        count = 0;
        return this;
    }

    /// Keeps one.
    ///
    /// @param value in nanoseconds
    public void add(long value) {
        if (count < nanos.length) nanos[count++] = value;
    }

    /// A quantile.
    ///
    /// @param sortedNanos times, of which there is one at least
    /// @param quantile 0 to 1
    /// @return microseconds
    public static double micros(long[] sortedNanos, double quantile) {
        return sortedNanos[(int) (quantile * (sortedNanos.length - 1))] / 1e3;
    }

    /// What was kept.
    ///
    /// @return a sorted copy
    public long[] sorted() {
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted;
    }
}
