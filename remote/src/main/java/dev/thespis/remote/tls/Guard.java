package dev.thespis.remote.tls;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Does something when a time is over, unless it is closed before. When `close` returns it is known whether it has.
///
/// A virtual thread of its own waits: what is done may take time, which a timer that others use has not.
final class Guard implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean fired;

    Guard(Duration limit, Runnable action) {
        this.thread = Thread.ofVirtual().name("thespis-handshake-limit").start(() -> {
            if (isOverWithin(limit)) return;
            fired = true;
            action.run();
        });
    }

    private boolean isOverWithin(Duration limit) {
        try {
            return over.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return true; // nobody has this thread to interrupt it
        }
    }

    /// Whether the time was over. It may be asked again after `close`, and does not change any more then.
    boolean hasFired() {
        return fired;
    }

    @Override
    public void close() {
        over.countDown();
        var interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
