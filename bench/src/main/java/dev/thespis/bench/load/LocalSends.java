package dev.thespis.bench.load;

/// Messages that are handed from thread to thread in one process. Used by one thread; makes what threads it needs by
/// itself.
public interface LocalSends extends AutoCloseable {
    /// How the system is called, in lower case.
    ///
    /// @return the name
    String name();

    /// Sends to one receiver and waits until all is handled.
    ///
    /// @param producers how many threads send at once
    /// @param count how many messages in all
    /// @throws Exception never, if all is well
    void sends(int producers, int count) throws Exception;

    @Override
    void close();
}
