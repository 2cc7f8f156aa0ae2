package dev.thespis.cli.bench;

/// Makes load of one [Mode]. Run twice: to warm up, and to measure.
interface Generator extends AutoCloseable {
    /// Calls or sends until the time has come and all that is on its way has been handled.
    ///
    /// @param untilNanos as of [System#nanoTime]
    Tally run(long untilNanos) throws InterruptedException;

    @Override
    void close();

    /// What was done.
    ///
    /// @param messages how many
    /// @param sortedNanos how long calls took, where they were made one after the other
    record Tally(long messages, long[] sortedNanos) {
        /// A quantile in microseconds, 0 if no times were taken.
        double micros(double quantile) {
            return sortedNanos.length == 0 ? 0 : sortedNanos[(int) (quantile * (sortedNanos.length - 1))] / 1e3;
        }
    }
}
