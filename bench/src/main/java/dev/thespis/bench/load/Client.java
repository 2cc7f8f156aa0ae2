package dev.thespis.bench.load;

/// One connection of a contender, and what is asked over it. Each reply says what has been sent, so that a system which
/// loses or mixes up messages can't win.
///
/// *Threading.* Calls may come from any number of threads; sends from one.
public interface Client extends AutoCloseable {
    /// The text in `record Add(long n, String tag)`.
    String TAG = "0123456789abcdef";

    /// What is told when a call that did not wait has ended.
    @FunctionalInterface
    interface Done {
        /// The call has ended.
        ///
        /// @param answer the reply, or the length of what came back
        /// @param failure null if there is an answer
        void done(long answer, Throwable failure);
    }

    /// Sends `Add(n, TAG)` and waits for the reply.
    ///
    /// @param n any
    /// @return `n`
    /// @throws Exception if it fails
    long call(long n) throws Exception;

    /// Sends `Add(n, TAG)` without waiting.
    ///
    /// @param n any
    /// @param done is told `n`
    /// @throws Exception if it fails
    void start(long n, Done done) throws Exception;

    /// Sends bytes and waits until they are back.
    ///
    /// @param data any
    /// @return how many came back
    /// @throws Exception if it fails
    long echo(byte[] data) throws Exception;

    /// Sends bytes without waiting.
    ///
    /// @param data any
    /// @param done is told how many came back
    /// @throws Exception if it fails
    void startEcho(byte[] data, Done done) throws Exception;

    /// Sends `Add(n, TAG)` one way from this thread, as fast as flow control allows, until the time has come; then
    /// waits until all are handled.
    ///
    /// @param untilNanos as of [java.lang.System#nanoTime]
    /// @return how many were sent and handled
    /// @throws Exception if it fails, or some were lost
    long sends(long untilNanos) throws Exception;

    @Override
    void close();

    /// Fails if something was lost.
    ///
    /// @param sent how many were sent
    /// @param handled how many were handled
    /// @return how many
    static long same(long sent, long handled) {
        if (sent != handled) throw new IllegalStateException("sent=" + sent + ", handled=" + handled);
        return sent;
    }
}
