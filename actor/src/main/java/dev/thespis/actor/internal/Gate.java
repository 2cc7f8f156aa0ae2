package dev.thespis.actor.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The bound of a mailbox: as many slots as it has capacity, and the senders that wait for one, in order of arrival.
///
/// Senders take slots from `free` without a lock. The consumer does not put them back one by one, which would make both
/// sides fight over one word; it only counts in `left` what has left the mailbox. A sender that finds nothing free
/// takes the lock and turns what has left since the last time (`left - credited`) into free slots. Only while somebody
/// waits does the consumer do so itself.
///
/// Senders that wait are let in many at once, while messages are handled quickly: one that is let in alone would send
/// one message and wait again, and to park and be woken takes longer than dozens of messages. It is the consumer who
/// knows whether they are quick, and it can be wrong: a handler may wait for what a waiting sender is to send next. So
/// those who wait look for room themselves now and then, and wait no longer than twice as long as they must, and a
/// millisecond.
///
/// No wake-up gets lost: a sender that waits first raises `waiting`, then looks at `left`; the consumer first raises
/// `left`, then (a full fence between) looks at `waiting`. At least one of them sees the other. Nobody overtakes those
/// who wait: the way without a lock is closed while `waiting` is not zero, and slots that come free then are handed
/// over under the lock, to the first.
final class Gate {
    /// After so long a sender looks for itself, then after twice as long, and so on.
    private static final long FIRST_LOOK_NANOS = 1_000_000;

    private static final VarHandle FREE;
    private static final VarHandle LEFT;

    static {
        try {
            FREE = MethodHandles.lookup().findVarHandle(Gate.class, "free", int.class);
            LEFT = MethodHandles.lookup().findVarHandle(Gate.class, "left", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int free;

    /// Envelopes that have left the mailbox, wrapping around. Written by the consumer only.
    private volatile int left;

    /// How many senders wait; written under the lock. Stays above zero once the gate is closed.
    private volatile int waiting;

    /// How much of `left` has been made free. Written under the lock, which is this object's monitor.
    private volatile int credited;

    /// So many slots are worth to wake somebody for.
    private final int many;

    // Guarded by the lock:
    private boolean closed;
    private @Nullable ArrayDeque<Waiter> queue;

    Gate(int capacity) {
        this.free = capacity;
        this.many = Math.max(1, capacity / 4);
    }

    /// Takes a slot if one is free and nobody waits for it.
    boolean tryEnter() {
        return (waiting == 0 && take()) || enterLocked();
    }

    /// Takes a slot, parking until the time is over at most.
    ///
    /// @param waiter to be used once
    /// @return false if the time is over or the gate is closed
    /// @throws InterruptedException if interrupted while waiting; no slot is taken
    boolean enter(Waiter waiter, Deadline deadline) throws InterruptedException {
        if (!join(waiter)) {
            return false;
        }
        for (long look = FIRST_LOOK_NANOS; !waiter.decided(); look = Math.min(2 * look, Long.MAX_VALUE / 2)) {
            long remaining = deadline.remainingNanos();
            boolean interrupted = Thread.interrupted();
            if ((interrupted || remaining <= 0) && leave(waiter)) {
                if (interrupted) {
                    throw new InterruptedException();
                }
                return false;
            }
            if (interrupted) {
                // The slot came first: the sender has it, and the interrupt is for what follows.
                Thread.currentThread().interrupt();
                break;
            }
            LockSupport.parkNanos(this, Math.min(remaining, look));
            handOver();
        }
        return waiter.entered;
    }

    /// An envelope with a slot has left the mailbox. For the consumer; a full fence must follow before `handOver`.
    void passed() {
        LEFT.setRelease(this, left + 1); // there is one writer, and the fence comes anyway
    }

    /// As [#handOver], if there is room for many. For the consumer.
    void handOverMany() {
        if (waiting > 0 && left - credited >= many) {
            handOver();
        }
    }

    /// Lets waiting senders in, as far as there is room. For the consumer, before it rests or does anything that may
    /// take long; and for those who wait.
    void handOver() {
        if (waiting > 0) {
            synchronized (this) {
                if (!closed) {
                    credit();
                    admit();
                }
            }
        }
    }

    /// Turns away everybody who waits or comes later.
    synchronized void close() {
        closed = true;
        ArrayDeque<Waiter> turnedAway = queue;
        queue = null;
        waiting = 1;
        if (turnedAway != null) {
            turnedAway.forEach(waiter -> waiter.decide(false));
        }
    }

    private synchronized boolean enterLocked() {
        if (closed || !isFirst()) {
            return false;
        }
        do {
            credit();
            if (take()) {
                return true;
            }
            // What was just made free went to one who came without the lock; more may have left the mailbox meanwhile.
        } while (left != credited);
        return false;
    }

    /// Whether nobody waits, when all are let in for whom there is room. Under the lock.
    private boolean isFirst() {
        if (waiting > 0) {
            credit();
            admit();
        }
        return waiting == 0;
    }

    private synchronized boolean join(Waiter waiter) {
        if (closed) {
            return false;
        }
        if (queue == null) {
            queue = new ArrayDeque<>(2);
        }
        queue.add(waiter);
        waiting = queue.size();
        credit();
        admit();
        return true;
    }

    private synchronized boolean leave(Waiter waiter) {
        if (queue == null || !queue.remove(waiter)) {
            return false;
        }
        waiting = queue.size();
        waiter.decided = true; // it waits no more, whoever looks
        return true;
    }

    private void credit() {
        int now = left;
        int news = now - credited;
        if (news != 0) {
            credited = now;
            FREE.getAndAdd(this, news);
        }
    }

    private void admit() {
        while (queue != null && !queue.isEmpty() && take()) {
            queue.remove().decide(true);
            waiting = queue.size();
        }
    }

    private boolean take() {
        int now = free;
        while (now > 0) {
            if (FREE.compareAndSet(this, now, now - 1)) {
                return true;
            }
            now = free;
        }
        return false;
    }

    /// A sender that waits. It is also what its actor waits for, if an actor's handler sends.
    static final class Waiter implements Wait {
        private final Cell<?> target;
        private final Thread thread = Thread.currentThread();
        private boolean entered;
        private volatile boolean decided;

        Waiter(Cell<?> target) {
            this.target = target;
        }

        boolean decided() {
            return decided;
        }

        private void decide(boolean enters) {
            entered = enters;
            decided = true;
            LockSupport.unpark(thread);
        }

        @Override
        public Cell<?> target() {
            return target;
        }

        @Override
        public boolean holds() {
            return !decided;
        }
    }
}
