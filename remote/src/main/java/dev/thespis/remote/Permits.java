package dev.thespis.remote;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// How many calls of legacy peers may be with their actors at once; further ones wait, in order of arrival.
///
/// Peers that know credit need none: each of their services has a window. A peer of the original sends as much as the
/// stream takes, so what bounds its calls is this. Sends take no permit, but one that comes behind a call that waits
/// waits with it, for the sake of order.
///
/// *Threading.* Safe for use by any number of threads, and of peers: a shared one bounds the calls of all of them
/// together, and lets them in by turns.
public final class Permits {
    private final int count;
    private final Scope scope;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final ArrayDeque<Waiting> granted = new ArrayDeque<>();
    private boolean granting;
    private int free;

    private enum Scope {
        EACH,
        SHARED
    }

    private Permits(int count, Scope scope) {
        if (count < 1 || count > 1_000_000)
            throw new IllegalArgumentException("count=" + count + ", must be from 1 to 1000000");
        this.count = count;
        this.scope = scope;
        this.free = count;
    }

    /// So many for each peer.
    ///
    /// @param count 1 to 1,000,000
    /// @return for any number of peers
    public static Permits perPeer(int count) {
        return new Permits(count, Scope.EACH);
    }

    /// So many for all peers together whose options hold this object.
    ///
    /// @param count 1 to 1,000,000
    /// @return for any number of peers
    public static Permits shared(int count) {
        return new Permits(count, Scope.SHARED);
    }

    /// How many there are.
    ///
    /// @return as given
    public int count() {
        return count;
    }

    /// How many are not taken.
    int free() {
        lock.lock();
        try {
            return free;
        } finally {
            lock.unlock();
        }
    }

    /// What one peer uses.
    Permits forPeer() {
        return scope == Scope.SHARED ? this : new Permits(count, Scope.EACH);
    }

    /// One that waits for a permit.
    interface Waiting {
        /// It has got one. Called without a lock held; must not block.
        void granted();
    }

    /// Takes a permit, or queues for one.
    ///
    /// @return whether it was taken
    boolean acquire(Waiting waiting) {
        lock.lock();
        try {
            if (free == 0) {
                queue.add(waiting);
                return false;
            }
            free--;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Gives a permit back, to the first that waits.
    void release() {
        lock.lock();
        try {
            var next = queue.poll();
            if (next == null) {
                free++;
                return;
            }
            granted.add(next);
            if (granting) return; // whoever is at it gets to this one too
            granting = true;
        } finally {
            lock.unlock();
        }
        for (var next = nextGranted(); next != null; next = nextGranted()) next.granted();
    }

    /// One after the other and never one within the other: what is granted may be given back at once.
    private @Nullable Waiting nextGranted() {
        lock.lock();
        try {
            var next = granted.poll();
            granting = next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// Waits no longer.
    ///
    /// @return false if it has been granted a permit meanwhile
    boolean forget(Waiting waiting) {
        lock.lock();
        try {
            return queue.remove(waiting);
        } finally {
            lock.unlock();
        }
    }
}
