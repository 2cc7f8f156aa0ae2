package dev.thespis.remote;

import dev.thespis.actor.internal.Running;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The requests of the other side that have arrived and whose handlers have not ended.
///
/// What a peer sends that counts credit is bounded by its windows: it enters without ever making the reader wait. What
/// any other one sends is bounded in two ways. Its calls need a [Permits permit] each before they go to their actors;
/// those that have none are *parked*, and what comes behind them for the same actor too, so that the order is kept
/// while the reader goes on to what may be behind: sends to other actors, and the replies to calls of ours. And beyond
/// `requests` or `requestBytes` the reader does not go on at all.
///
/// All fields are guarded by the lock; `requests` shows the count to those who look without it.
final class Intake implements Permits.Waiting {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CallTable<Inbound> calls = new CallTable<>();
    private final ReceiveWindows windows;
    private final Control control;
    private final Unpacking unpacking;
    private final Permits allPermits;
    private final int maxRequests;
    private final long maxBytes;

    private int count;
    private volatile int requests;
    private long bytes;

    /// What is parked, the first one first; null if none is and no thread is at unparking.
    private @Nullable LinkedHashSet<Inbound> parked;

    /// How many requests that are to stay in order are parked, or taken from there and not on their way yet. Made for
    /// the first that is parked.
    private Map<Object, Integer> behind = Map.of();

    /// Made when the first call needs one, which no peer does that counts credit.
    private @Nullable Permits permits;

    private boolean readerWaits;
    private boolean closed;
    private @Nullable Runnable whenEmpty;

    Intake(PeerOptions options, ReceiveWindows windows, Control control, Unpacking unpacking) {
        this.unpacking = unpacking;
        this.windows = windows;
        this.control = control;
        this.allPermits = options.permits();
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
    Entry enter(Inbound request) {
        lock.lock();
        try {
            if (closed) return Entry.CLOSED;
            if (request.isCall() && !calls.put(request.cid(), request)) return Entry.DUPLICATE;
            requests = ++count;
            bytes += request.bytes();
            if (parks(request)) return Entry.ENTERED;
        } finally {
            lock.unlock();
        }
        unpacking.deliver(request);
        return Entry.ENTERED;
    }

    private boolean parks(Inbound request) {
        if (parked == null) {
            if (!request.needsPermit()) return false;
            if (permits().acquire(this)) {
                request.permitted(true);
                return false;
            }
            parked = new LinkedHashSet<>();
            if (behind.isEmpty()) behind = new HashMap<>();
        } else if (!request.needsPermit() && !behind.containsKey(request.order())) {
            return false;
        }
        parked.add(request);
        behind.merge(request.order(), 1, Integer::sum);
        return true;
    }

    /// Under the lock, or for who has got one already.
    private Permits permits() {
        if (permits == null) permits = allPermits.forPeer();
        return permits;
    }

    private void noLongerBehind(Inbound request) {
        behind.computeIfPresent(request.order(), (order, number) -> number == 1 ? null : number - 1);
    }

    /// The first of those parked has got its permit.
    @Override
    public void granted() {
        unpark(true);
    }

    /// Hands over what is parked, one by one, until a call finds no permit. There is one thread at a time that does so:
    /// who was granted a permit, or who has taken back the request for one. Meanwhile what arrives is parked behind.
    private void unpark(boolean holdsPermit) {
        var holds = holdsPermit;
        Inbound delivered = null;
        while (true) {
            Inbound next;
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
                    if (!holds && !permits().acquire(this)) return;
                    holds = false;
                    next.permitted(true);
                }
                queue.remove(next);
            } finally {
                lock.unlock();
            }
            Running.outside(next::deliver); // this may be the thread of a handler, for another peer
            delivered = next;
        }
        if (holds) permits().release();
    }

    @SuppressWarnings("ReferenceEquality") // another call with the same id is another call
    private boolean isRegistered(Inbound call) {
        return calls.get(call.cid()) == call;
    }

    /// The handler of a request has ended, or it is certain that none will start; and the caller has been answered.
    void leave(Inbound request) {
        List<ReceiveWindows.Due> credit = List.of();
        Runnable emptied = null;
        boolean permitted;
        lock.lock();
        try {
            if (isRegistered(request)) calls.remove(request.cid());
            if (parked != null && parked.remove(request)) noLongerBehind(request);
            var inflow = request.inflow();
            if (!request.isCall() && inflow != null) credit = windows.ended(inflow, request.bytes());
            requests = --count;
            bytes -= request.bytes();
            permitted = request.isPermitted();
            request.permitted(false);
            if (readerWaits || closed) changed.signalAll();
            if (count == 0) emptied = whenEmpty;
        } finally {
            lock.unlock();
        }
        if (emptied != null) emptied.run();
        if (permitted) permits().release();
        if (!credit.isEmpty()) credit.forEach(control::credit);
    }

    /// The caller of a call is gone: if no handler has started, none will; if one runs, it is interrupted.
    void cancel(long cid) {
        Inbound call;
        lock.lock();
        try {
            call = calls.get(cid);
        } finally {
            lock.unlock();
        }
        if (call != null) call.withdraw();
    }

    /// Requests of the other side, as they stand.
    PeerStats.Incoming look(PeerStats.Window window) {
        lock.lock();
        try {
            return new PeerStats.Incoming(calls.size(), count, parked == null ? 0 : parked.size(), bytes, window);
        } finally {
            lock.unlock();
        }
    }

    /// How many requests are unfinished.
    int requests() {
        return requests;
    }

    /// Gives memory back that was not needed since the last time.
    ///
    /// @return whether there may be more to be given back the next time
    boolean trim() {
        lock.lock();
        try {
            return calls.trim();
        } finally {
            lock.unlock();
        }
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

    /// How many of them wait for a permit, or behind one that does.
    int parked() {
        lock.lock();
        try {
            return parked == null ? 0 : parked.size();
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

    /// Runs the action when no request is unfinished any more, at once if that is so. For when it is closed.
    void whenEmpty(Runnable action) {
        lock.lock();
        try {
            whenEmpty = count > 0 ? action : null;
            if (count > 0) return;
        } finally {
            lock.unlock();
        }
        action.run();
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

    /// Whether it lets nothing more in.
    boolean isClosed() {
        lock.lock();
        try {
            return closed;
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
        List<Inbound> all;
        boolean anyParked;
        var here = new HashSet<Inbound>();
        lock.lock();
        try {
            all = calls.drain();
            anyParked = parked != null;
            for (var call : all) {
                if (parked == null || !parked.remove(call)) continue;
                noLongerBehind(call);
                here.add(call);
            }
        } finally {
            lock.unlock();
        }
        for (var call : all) {
            call.abandon();
            if (here.contains(call)) call.cancel();
            else call.withdraw();
        }
        if (anyParked && permits().forget(this)) unpark(false);
    }
}
