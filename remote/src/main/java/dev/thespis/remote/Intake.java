package dev.thespis.remote;

import dev.thespis.actor.internal.Endpoint;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The requests of the other side that have arrived and whose handlers have not ended.
///
/// What a peer sends that counts credit is bounded by its windows: it enters without ever making the reader wait. What
/// any other one sends is bounded in two ways. Its calls need a [Permits permit] each before they go to their actors;
/// those that have none are *parked*, and what comes behind them for the same actor too, so that the order is kept
/// while
/// the reader goes on to what may be behind: sends to other actors, and the replies to calls of ours. And beyond
/// `requests` or `requestBytes` the reader does not go on at all.
///
/// All fields are guarded by the lock; `requests` shows the count to those who look without it.
final class Intake {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LongTable<InboundRequest> calls = new LongTable<>();
    private final ReceiveWindows windows;
    private final Control control;
    private final Permits permits;
    private final Permits.Waiting waiting = this::granted;
    private final int maxRequests;
    private final long maxBytes;

    private int count;
    private volatile int requests;
    private long bytes;

    /// What is parked, the first one first; null if none is and no thread is at unparking.
    private @Nullable LinkedHashSet<InboundRequest> parked;

    /// How many requests to an actor are parked, or taken from there and not with the actor yet.
    private final HashMap<Endpoint<?>, Integer> behind = new HashMap<>();

    private boolean readerWaits;
    private boolean closed;

    Intake(PeerOptions options, ReceiveWindows windows, Control control) {
        this.windows = windows;
        this.control = control;
        this.permits = options.permits().forPeer();
        this.maxRequests = options.limits().requests();
        this.maxBytes = options.limits().requestBytes();
    }

    /// Waits until there is room for a request of this size from a peer that does not count, or the connection is
    /// ending.
    void awaitRoom(long size) {
        lock.lock();
        try {
            while (!closed && requests > 0 && (requests >= maxRequests || bytes + size > maxBytes)) {
                readerWaits = true;
                changed.awaitUninterruptibly();
            }
        } finally {
            readerWaits = false;
            lock.unlock();
        }
    }

    /// What became of a request.
    enum Entry {
        /// Its actor has it, or it is parked.
        ENTERED,
        /// It is a call whose id is in use.
        DUPLICATE,
        /// The connection is ending.
        CLOSED
    }

    /// Lets a request in, and hands it to its actor or parks it.
    Entry enter(InboundRequest request) {
        lock.lock();
        try {
            if (closed) return Entry.CLOSED;
            if (request.isCall() && !calls.put(request.cid, request)) return Entry.DUPLICATE;
            requests = ++count;
            bytes += request.bytes;
            if (parks(request)) return Entry.ENTERED;
        } finally {
            lock.unlock();
        }
        request.deliver();
        return Entry.ENTERED;
    }

    private boolean parks(InboundRequest request) {
        if (parked == null) {
            if (!request.needsPermit()) return false;
            request.permitted = permits.acquire(waiting);
            if (request.permitted) return false;
            parked = new LinkedHashSet<>();
        } else if (!request.needsPermit() && !behind.containsKey(request.target())) {
            return false;
        }
        parked.add(request);
        behind.merge(request.target(), 1, Integer::sum);
        return true;
    }

    private void noLongerBehind(InboundRequest request) {
        behind.computeIfPresent(request.target(), (target, number) -> number == 1 ? null : number - 1);
    }

    /// The first of those parked has got its permit.
    private void granted() {
        unpark(true);
    }

    /// Hands over what is parked, one by one, until a call finds no permit. There is one thread at a time that does so:
    /// who was granted a permit, or who has taken back the request for one. Meanwhile what arrives is parked behind.
    private void unpark(boolean holdsPermit) {
        var holds = holdsPermit;
        InboundRequest delivered = null;
        while (true) {
            InboundRequest next;
            lock.lock();
            try {
                if (delivered != null) noLongerBehind(delivered);
                var queue = parked;
                if (queue == null || queue.isEmpty()) {
                    parked = null;
                    break;
                }
                next = queue.getFirst();
                if (next.needsPermit()) {
                    if (!holds && !permits.acquire(waiting)) return;
                    holds = false;
                    next.permitted = true;
                }
                queue.remove(next);
            } finally {
                lock.unlock();
            }
            next.deliver();
            delivered = next;
        }
        if (holds) permits.release();
    }

    /// The handler of a request has ended, or it is certain that none will start; and the caller has been answered.
    void leave(InboundRequest request) {
        List<ReceiveWindows.Due> credit = List.of();
        boolean permitted;
        lock.lock();
        try {
            if (calls.get(request.cid) == request) calls.remove(request.cid);
            if (parked != null && parked.remove(request)) noLongerBehind(request);
            if (!request.isCall() && request.inflow != null) credit = windows.ended(request.inflow, request.bytes);
            requests = --count;
            bytes -= request.bytes;
            permitted = request.permitted;
            request.permitted = false;
            if (readerWaits || closed) changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (permitted) permits.release();
        for (var due : credit) control.credit(due);
    }

    /// The caller of a call is gone: if no handler has started, none will; if one runs, it is interrupted.
    void cancel(long cid) {
        InboundRequest call;
        lock.lock();
        try {
            call = calls.get(cid);
        } finally {
            lock.unlock();
        }
        if (call != null) call.withdraw();
    }

    /// How many requests are unfinished.
    int requests() {
        return requests;
    }

    /// The bytes of the frames of unfinished requests.
    long heldBytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
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
    /// Sends that are parked behind them go to their actors.
    void cancelCalls() {
        List<InboundRequest> all;
        boolean anyParked;
        lock.lock();
        try {
            all = calls.drain();
            anyParked = parked != null;
        } finally {
            lock.unlock();
        }
        for (var call : all) call.abandon();
        if (anyParked && permits.forget(waiting)) unpark(false);
    }
}
