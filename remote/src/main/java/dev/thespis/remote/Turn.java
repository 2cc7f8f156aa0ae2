package dev.thespis.remote;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// A thread that waits for something which is decided under a lock.
///
/// It parks without the lock. A condition would queue all who are woken at that lock, where each is let go by the one
/// before it: then no more than one gets on each time that the scheduler comes round.
final class Turn {
    final Patience patience;
    private final Thread thread = Thread.currentThread();

    Turn(Patience patience) {
        this.patience = patience;
    }

    /// Waits for [#come], perhaps in vain. Under the lock, which is held once, and given up meanwhile.
    ///
    /// @throws InterruptedException if interrupted first
    void await(ReentrantLock lock) throws InterruptedException {
        lock.unlock();
        try {
            if (!thread.isInterrupted()) LockSupport.park(this);
        } finally {
            lock.lock();
        }
        if (Thread.interrupted()) throw new InterruptedException();
    }

    /// Wakes the thread.
    void come() {
        LockSupport.unpark(thread);
    }
}
