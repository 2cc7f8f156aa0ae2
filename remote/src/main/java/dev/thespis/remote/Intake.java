package dev.thespis.remote;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The requests of the other side that have arrived and whose handlers have not ended.
///
/// Their number and their bytes are bounded: the reader does not go on while there is no room. It alone adds; handlers'
/// threads take away. The bound is therefore never exceeded, but by one request that is larger than it and alone.
///
/// All fields are guarded by the lock; `requests` shows the count to those who look without it.
final class Intake {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CallTable<InboundRequest> calls = new CallTable<>();
    private final int maxRequests;
    private final long maxBytes;

    private int count;
    private volatile int requests;
    private long bytes;
    private boolean readerWaits;
    private boolean closed;

    Intake(Limits limits) {
        this.maxRequests = limits.requests();
        this.maxBytes = limits.requestBytes();
    }

    /// Waits until there is room for a request of this size.
    ///
    /// @return false if the connection is ending and the request is to be dropped
    boolean awaitRoom(long size) {
        lock.lock();
        try {
            while (!closed && requests > 0 && (requests >= maxRequests || bytes + size > maxBytes)) {
                readerWaits = true;
                changed.awaitUninterruptibly();
            }
            return !closed;
        } finally {
            readerWaits = false;
            lock.unlock();
        }
    }

    /// Adds a request.
    ///
    /// @return false, and nothing is added, if it is a call whose id is in use
    boolean enter(InboundRequest request) {
        if (request.cid != 0 && !calls.put(request.cid, request)) return false;
        lock.lock();
        try {
            requests = ++count;
            bytes += request.bytes;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void leave(InboundRequest request) {
        if (request.cid != 0) calls.remove(request.cid);
        lock.lock();
        try {
            requests = --count;
            bytes -= request.bytes;
            if (readerWaits || closed) changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How many requests are unfinished.
    int requests() {
        return requests;
    }

    boolean readerWaits() {
        lock.lock();
        try {
            return readerWaits;
        } finally {
            lock.unlock();
        }
    }

    /// Lets nothing more in.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until every call has ended. Sends may go on.
    ///
    /// @return whether that is so
    boolean awaitCalls(long nanos) {
        var until = System.nanoTime() + nanos;
        lock.lock();
        try {
            while (calls.size() > 0) {
                var left = until - System.nanoTime();
                if (left <= 0) return false;
                changed.await(left, TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Cancels every call that came over the connection: queued ones are never handled, running ones are interrupted.
    void cancelCalls() {
        for (var call : calls.drain()) call.abandon();
    }
}
