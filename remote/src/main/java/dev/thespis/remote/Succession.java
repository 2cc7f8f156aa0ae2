package dev.thespis.remote;

import dev.thespis.actor.internal.Envelope;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Takes envelopes one after the other, in the order in which they are delivered, without making those wait who deliver
/// them: with each it may wait, for a gate say.
///
/// A virtual thread runs only while there is something to take. The queue is bounded by those who deliver. Guarded by
/// the lock.
abstract class Succession {
    private final String threadName;
    private final ReentrantLock lock = new ReentrantLock();

    /// Null if there is none, and no thread.
    private @Nullable ArrayDeque<Envelope> queue;

    Succession(String threadName) {
        this.threadName = threadName;
    }

    /// Does what is to be done with one. Must not throw.
    abstract void take(Envelope envelope);

    void add(Envelope envelope) {
        lock.lock();
        try {
            if (queue != null) {
                queue.add(envelope);
                return;
            }
            queue = new ArrayDeque<>();
            queue.add(envelope);
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name(threadName).start(this::run);
    }

    /// Whether all that was added has been taken.
    boolean isIdle() {
        lock.lock();
        try {
            return queue == null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Envelope next() {
        lock.lock();
        try {
            if (queue == null) return null;
            var envelope = queue.poll();
            if (envelope == null) queue = null;
            return envelope;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (var envelope = next(); envelope != null; envelope = next()) take(envelope);
    }
}
