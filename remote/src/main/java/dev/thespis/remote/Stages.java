package dev.thespis.remote;

/// Whether a thread of a connection runs what users have attached to the futures of calls.
///
/// It is asked only by who would have to wait, so it may take its time, and completing a future costs nothing more.
final class Stages {
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final String COMPLETING = PendingCall.Async.class.getName();

    private Stages() {}

    /// Whether the current thread is such a one. It must not wait: others wait for it, to read replies and credit.
    static boolean areRun() {
        return WALKER.walk(
                frames -> frames.anyMatch(frame -> frame.getClassName().equals(COMPLETING)));
    }
}
