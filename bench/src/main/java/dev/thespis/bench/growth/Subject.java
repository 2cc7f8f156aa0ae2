package dev.thespis.bench.growth;

import dev.thespis.bench.load.Times;

/// Something of which there may be few or many, and what is done with it. Used by one thread.
interface Subject extends AutoCloseable {
    /// Makes more of it, or ends those that were made last. Without effect where size is only a number.
    ///
    /// @param size how many there are to be, or how large it is to be
    /// @throws Exception if it can't be made
    void resize(int size) throws Exception;

    /// Does something with all in turn, many times at once, until the time has come.
    ///
    /// @param untilNanos as of [java.lang.System#nanoTime]
    /// @return how often it was done
    /// @throws Exception if anything fails
    long work(long untilNanos) throws Exception;

    /// Does the same one after the other, and takes the times.
    ///
    /// @param times are cleared first
    /// @param untilNanos as of [java.lang.System#nanoTime]
    /// @throws Exception if anything fails
    void single(Times times, long untilNanos) throws Exception;

    @Override
    void close();
}
