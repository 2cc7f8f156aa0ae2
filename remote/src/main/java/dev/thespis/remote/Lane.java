package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Requests on their way from one connection to another, in order.
///
/// What the target has credit for goes at once, on the thread that brings it. Else it queues, and a virtual thread,
/// which runs only while there is a queue, waits for the credit. The queue is bounded by what the connection that the
/// requests come from allows to be unfinished. The first one is out of the queue while it is waited for; its own
/// deadline ends that wait. Those of the others are watched by the target's [Watch].
///
/// Guarded by the lock.
final class Lane {
    private final Connection target;
    private final ReentrantLock lock = new ReentrantLock();

    /// Null if there is none, and no thread that waits.
    private @Nullable LinkedHashSet<RelayedRequest> queue;

    Lane(Connection target) {
        this.target = target;
    }

    void add(RelayedRequest request) {
        CallFailure failure = null;
        boolean waits;
        lock.lock();
        try {
            // a long one makes its sender wait until it is written, which is not for the thread that brings it
            waits = queue != null || target.outbox().isLong(request.frameBytes());
            if (!waits) {
                failure = request.write(target, Patience.NONE);
                waits = request.isWaiting(failure);
            }
            if (waits) enqueue(request);
        } finally {
            lock.unlock();
        }
        // without the lock: what is over lets others in, who may be on their way to other lanes
        if (waits) request.watch(target);
        else request.written(failure);
    }

    private void enqueue(RelayedRequest request) {
        if (!request.queuedOn(this)) return;
        if (queue == null) {
            queue = new LinkedHashSet<>();
            target.addLane(this);
            Thread.ofVirtual().name("thespis-relay-" + target.id()).start(this::run);
        }
        queue.add(request);
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

    /// Takes the calls out that are late.
    ///
    /// @param late where to put them
    /// @param otherwiseNanos what to return if none comes before
    /// @return when the next one is due
    long late(long now, List<RelayedRequest> late, long otherwiseNanos) {
        var next = otherwiseNanos;
        lock.lock();
        try {
            if (queue == null) return next;
            for (var request : queue) {
                if (request.isLate(now)) late.add(request);
                else if (request.isCall() && request.deadlineNanos - next < 0) next = request.deadlineNanos;
            }
            late.forEach(queue::remove);
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing waits here.
    boolean isIdle() {
        lock.lock();
        try {
            return queue == null;
        } finally {
            lock.unlock();
        }
    }

    /// How many wait here.
    int size() {
        lock.lock();
        try {
            return queue == null ? 0 : 1 + queue.size(); // one is being waited for
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (var request = next(); request != null; request = next())
            request.written(request.write(target, request.patience()));
    }

    private @Nullable RelayedRequest next() {
        lock.lock();
        try {
            if (queue == null) return null;
            if (!queue.isEmpty()) return queue.removeFirst();
            queue = null;
            target.removeLane(this);
            return null;
        } finally {
            lock.unlock();
        }
    }
}
