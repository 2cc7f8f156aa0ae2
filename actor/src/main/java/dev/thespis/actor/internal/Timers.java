package dev.thespis.actor.internal;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// One thread for the deadlines that nobody waits for, in the whole process. It ends when there is none for a second.
public final class Timers {
    private static final ScheduledThreadPoolExecutor EXECUTOR = executor();

    private Timers() {}

    /// Does something later, on a virtual thread of its own, so that nothing can hold up the other timers.
    ///
    /// @param delayNanos when
    /// @param action what to do
    /// @return to be cancelled when it is no longer wanted; nothing of it remains then
    public static Future<?> after(long delayNanos, Runnable action) {
        return EXECUTOR.schedule(
                () -> {
                    Thread.ofVirtual().inheritInheritableThreadLocals(false).start(action);
                },
                delayNanos,
                TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor executor() {
        var executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("thespis-timers").factory());
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(Duration.ofSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
