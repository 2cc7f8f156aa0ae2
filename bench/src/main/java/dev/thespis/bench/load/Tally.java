package dev.thespis.bench.load;

import java.util.Arrays;

/// What was done.
///
/// @param operations how many calls or sends, by connection
/// @param sortedNanos how long calls took, where they were made one after the other; empty otherwise
public record Tally(long[] operations, long[] sortedNanos) {
    /// How many calls or sends.
    ///
    /// @return the sum over all connections
    public long total() {
        return Arrays.stream(operations).sum();
    }

    /// How unequal the connections were.
    ///
    /// @return the slowest one's operations divided by the fastest one's; 1 is fair
    public double fairness() {
        return (double) Arrays.stream(operations).min().orElse(0)
                / Math.max(1, Arrays.stream(operations).max().orElse(0));
    }

    /// A quantile of the times.
    ///
    /// @param quantile 0 to 1
    /// @return microseconds
    public double micros(double quantile) {
        return Times.micros(sortedNanos, quantile);
    }
}
