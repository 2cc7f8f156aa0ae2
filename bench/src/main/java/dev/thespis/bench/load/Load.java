package dev.thespis.bench.load;

/// Makes load of one [Workload] over connections that are open. Run twice: to warm up, and to measure.
public interface Load extends AutoCloseable {
    /// Calls or sends until the time has come and all that is on its way has been handled; once at least.
    ///
    /// @param untilNanos as of [java.lang.System#nanoTime]
    /// @return what was done
    /// @throws Exception if anything fails
    Tally run(long untilNanos) throws Exception;

    @Override
    void close();
}
