package dev.thespis.remote;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// A thread that waits.
///
/// It parks without the lock. A condition would queue all who are woken at that lock, where each is let go by the one
/// before it: then no more than one gets on each time that the scheduler comes round.
final class ParkedTurn extends Turn {
    private final Thread thread = Thread.currentThread();

    ParkedTurn(Patience patience) {
        super(patience);
    }

    /// Waits for [#wake], perhaps in vain. Under the lock, which is held once, and given up meanwhile.
    ///
    /// @throws InterruptedException if interrupted first
    /// @throws IllegalStateException if the lock is held more than once, so that it would not be given up
    void await(ReentrantLock lock) throws InterruptedException {
        if (lock.getHoldCount() > 1)
            throw new IllegalStateException(
                    "a codec, or an observer's filter, sends over the connection that has called"
                            + " it, and would have to wait: send from another thread");
        lock.unlock();
        try {
            if (!thread.isInterrupted()) LockSupport.park(this);
        } finally {
            lock.lock();
        }
        if (Thread.interrupted()) throw new InterruptedException();
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    @Override
    boolean come() {
        wake();
        return true;
    }
}
