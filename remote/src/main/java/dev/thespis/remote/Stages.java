package dev.thespis.remote;

/// Whether a thread of a connection runs what users have attached to the futures of calls.
final class Stages {
    private static final ThreadLocal<Boolean> RUN = new ThreadLocal<>();

    private Stages() {}

    /// Completes a future.
    static void run(Runnable completion) {
        if (areRun()) {
            completion.run();
            return;
        }
        RUN.set(true);
        try {
            completion.run();
        } finally {
            RUN.remove();
        }
    }

    /// Whether the current thread is such a one. It must not wait: others wait for it, to read replies and credit.
    static boolean areRun() {
        return Boolean.TRUE.equals(RUN.get());
    }
}
