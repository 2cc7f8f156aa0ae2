package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The peer that a link has at the moment, and those who wait for one.
///
/// ```
///          up                       lost, or the other side says goodbye
///  DOWN ─────────▶ UP(peer) ─────────────────────────────────────────────▶ DOWN
///    └───────────────┴──────▶ CLOSED
/// ```
///
/// All fields are guarded by the lock, which is held for moments. A peer is taken away before its calls fail, by
/// whoever notices first: the connection, or a request that it refuses. So nobody is given a peer twice that has
/// refused him.
final class Uplink {
    private final String name;
    private final LinkOptions.WhileDown whileDown;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// Written under the lock.
    private volatile @Nullable Peer current;

    private boolean closed;
    private String reason = "it has not been connected yet";
    private int waiting;
    private Set<LinkCall<?>> parked = new LinkedHashSet<>();

    Uplink(String name, LinkOptions.WhileDown whileDown) {
        this.name = name;
        this.whileDown = whileDown;
        this.most = switch (whileDown) {
            case LinkOptions.WhileDown.Wait wait -> wait.requests();
            case LinkOptions.WhileDown.Fail fail -> LinkOptions.WhileDown.REQUESTS;
        };
    }

    /// The peer that there is.
    @Nullable
    Peer peer() {
        return current;
    }

    /// Waits for a peer for a request, as the options say.
    ///
    /// @return why there is none, or null if there is one
    /// @throws InterruptedException if interrupted while waiting
    @Nullable
    CallFailure await(Attempts request) throws InterruptedException {
        if (current != null) return null;
        lock.lock();
        try {
            if (current != null) return null;
            if (closed) return lost("it is closed: " + reason);
            if (whileDown instanceof LinkOptions.WhileDown.Fail && !request.isRetry())
                return lost("it is not connected: " + reason);
            if (isFull()) return new CallFailure.Overloaded(name);
            waiting++;
            try {
                return awaitChange(request);
            } finally {
                waiting--;
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable CallFailure awaitChange(Attempts request) throws InterruptedException {
        request.waits();
        while (current == null) {
            if (closed) return lost("it is closed: " + reason);
            var left = request.patienceNanos();
            if (left <= 0) return request.isLate() ? request.late() : lost("it is not connected: " + reason);
            var unused = changed.awaitNanos(left);
        }
        return null;
    }

    private boolean isFull() {
        return waiting + parked.size() >= most;
    }

    private CallFailure lost(String why) {
        return new CallFailure.ConnectionLost(name, why, Handled.NO);
    }

    /// Keeps a call that is to be tried again, until there is another peer.
    ///
    /// @return why it can't be tried again, or null if it will be
    @Nullable
    CallFailure park(LinkCall<?> call) {
        lock.lock();
        try {
            if (closed) return lost("it is closed: " + reason);
            if (isFull()) return new CallFailure.Overloaded(name);
            parked.add(call);
            if (current != null) resume(); // it has come meanwhile
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// Keeps a call no more.
    void unpark(LinkCall<?> call) {
        lock.lock();
        try {
            parked.remove(call);
        } finally {
            lock.unlock();
        }
    }

    /// There is a peer.
    void up(Peer peer) {
        lock.lock();
        try {
            if (closed) return;
            current = peer;
            changed.signalAll();
            resume();
        } finally {
            lock.unlock();
        }
    }

    /// Tries the calls again that are kept: those to one actor one after the other in a thread of their own, since each
    /// may have to wait for credit.
    private void resume() {
        Map<LinkAddress<?>, List<LinkCall<?>>> byAddress = new LinkedHashMap<>();
        for (var call : parked)
            byAddress
                    .computeIfAbsent(call.address(), address -> new ArrayList<>())
                    .add(call);
        parked = new LinkedHashSet<>();
        for (var calls : byAddress.values())
            Thread.ofVirtual().name("thespis-link-retry").start(() -> calls.forEach(LinkCall::tryAgain));
    }

    /// A peer takes no requests any more. Does nothing if it has been taken away already.
    void down(Peer peer, String why) {
        lock.lock();
        try {
            if (!peer.equals(current)) return;
            current = null;
            reason = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// There could be no peer.
    void failed(String why) {
        lock.lock();
        try {
            if (!closed) reason = why;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a peer has been taken away.
    ///
    /// @return why
    String awaitDown(Peer peer) throws InterruptedException {
        lock.lock();
        try {
            while (peer.equals(current)) changed.await();
            return reason;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a peer.
    ///
    /// @return null if there is none in that time, or there will be none
    @Nullable
    Peer await(long nanos) throws InterruptedException {
        var left = nanos;
        lock.lock();
        try {
            while (current == null && !closed && left > 0) left = changed.awaitNanos(left);
            return current;
        } finally {
            lock.unlock();
        }
    }

    /// There will be no peer any more: all who wait fail.
    void close(String why) {
        Set<LinkCall<?>> left;
        lock.lock();
        try {
            if (closed) return;
            closed = true;
            current = null;
            reason = why;
            changed.signalAll();
            left = parked;
            parked = new LinkedHashSet<>();
        } finally {
            lock.unlock();
        }
        for (var call : left) call.giveUp(lost("it is closed: " + why));
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Why there is no peer.
    String reason() {
        lock.lock();
        try {
            return reason;
        } finally {
            lock.unlock();
        }
    }

    /// How many requests wait.
    int waiting() {
        lock.lock();
        try {
            return waiting + parked.size();
        } finally {
            lock.unlock();
        }
    }
}
