package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import java.util.LinkedHashSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Requests on their way from one connection to another, in order.
///
/// What the target has credit for goes at once, on the thread that brings it. Else it queues, and a virtual thread,
/// which
/// runs only while there is a queue, waits for the credit. The queue is bounded by what the connection that the
/// requests
/// come from allows to be unfinished. Guarded by the lock.
final class Lane {
    private final Connection target;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable LinkedHashSet<RelayedRequest> queue;

    Lane(Connection target) {
        this.target = target;
    }

    void add(RelayedRequest request) {
        lock.lock();
        try {
            if (queue == null && request.passOn(target, Patience.NONE)) return;
            request.queuedOn(this);
            if (queue != null) {
                queue.add(request);
                return;
            }
            queue = new LinkedHashSet<>();
            queue.add(request);
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("thespis-relay-" + target.id()).start(this::run);
    }

    /// Takes a request out that is not to be passed on any more, if it is still there.
    void remove(RelayedRequest request) {
        lock.lock();
        try {
            if (queue != null) queue.remove(request);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (var request = next(); request != null; request = next()) {
            if (!request.passOn(target, request.patience()))
                request.refuse(new CallFailure.Overloaded("the relay")); // never: it has waited
        }
    }

    private @Nullable RelayedRequest next() {
        lock.lock();
        try {
            if (queue == null) return null;
            if (!queue.isEmpty()) return queue.removeFirst();
            queue = null;
            return null;
        } finally {
            lock.unlock();
        }
    }
}
