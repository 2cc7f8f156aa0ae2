package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.remote.flight.CreditWaitFlight;
import dev.thespis.wire.ServiceId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Requests of ours that wait: at a [Turnstile], counted and recorded, or until all of their fragments are written.
///
/// Guarded by the outbox's lock.
final class CreditWaits {
    private final Connection connection;
    private final ReentrantLock lock;
    private Set<ParkedTurn> timed = Set.of();
    private int waiting;
    private long waits;
    private long waitedNanos;

    CreditWaits(Connection connection, ReentrantLock lock) {
        this.connection = connection;
        this.lock = lock;
    }

    /// Takes a message of a window, waiting for it if need be; that requests begin to wait, and that none does any
    /// more, are events.
    @Nullable
    CallFailure take(SendWindows windows, SendWindows.Window window, Patience patience) throws InterruptedException {
        var turnstile = window.turnstile;
        if (turnstile.isPassable()) {
            windows.takeMessage(window);
            return null;
        }
        if (patience.waits()) exhausted(window);
        try {
            var failure = pass(turnstile, patience, window.sid, "messages");
            if (failure == null) windows.takeMessage(window);
            return failure;
        } finally {
            turnstile.opened();
            if (patience.waits()) restored(window);
        }
    }

    /// A request is about to wait for a message of a window; an event if it is the first one.
    void exhausted(SendWindows.Window window) {
        if (!window.turnstile.isBusy() && window.isCredited())
            connection.publish(new PeerEvent.CreditExhausted(new ServiceId(window.sid)));
    }

    /// A request does not wait for it any more; an event if it was the last one.
    void restored(SendWindows.Window window) {
        if (!window.turnstile.isBusy() && window.isCredited())
            connection.publish(new PeerEvent.CreditRestored(new ServiceId(window.sid)));
    }

    /// As [Turnstile#pass].
    ///
    /// @param window what it waits for
    @Nullable
    CallFailure pass(Turnstile turnstile, Patience patience, long sid, String window) throws InterruptedException {
        if (turnstile.isPassable() || !patience.waits()) return turnstile.pass(patience);
        var wait = begin(sid, window);
        try {
            return turnstile.pass(patience);
        } finally {
            wait.end();
        }
    }

    /// A request begins to wait.
    ///
    /// @param window what for
    Wait begin(long sid, String window) {
        return new Wait(
                CreditWaitFlight.isOn()
                        ? CreditWaitFlight.begin(
                                connection.id(), connection.name(), new ServiceId(sid).toString(), window)
                        : null);
    }

    /// One request, as long as it waits.
    final class Wait {
        private final @Nullable CreditWaitFlight event;
        private final long begunNanos = System.nanoTime();

        private Wait(@Nullable CreditWaitFlight event) {
            this.event = event;
            waiting++;
            waits++;
        }

        /// It has passed, or given up.
        void end() {
            waiting--;
            waitedNanos += System.nanoTime() - begunNanos;
            if (event != null) event.commit();
        }
    }

    /// Waits once for a turn, perhaps in vain. No thread sets a timer for that: the [Watch] has one for all.
    ///
    /// @return why not to wait any longer, or null
    /// @throws InterruptedException if interrupted first
    @Nullable
    CallFailure await(ParkedTurn turn) throws InterruptedException {
        var failure = turn.patience.over();
        if (failure != null) return failure;
        if (turn.patience.isTimed()) {
            connection.watch().due(turn.patience.dueNanos());
            if (timed.isEmpty()) timed = new HashSet<>(); // nearly always there is none
            timed.add(turn);
        }
        try {
            turn.await(lock);
        } finally {
            if (turn.patience.isTimed()) timed.remove(turn);
        }
        return null;
    }

    /// Wakes the threads that are late.
    ///
    /// @param otherwiseNanos what to return if no other one is due earlier
    /// @return when the next one is due
    long late(long now, long otherwiseNanos) {
        var next = otherwiseNanos;
        for (var turn : timed) {
            var due = turn.patience.dueNanos();
            if (due - now <= 0) turn.wake();
            else if (due - next < 0) next = due;
        }
        return next;
    }

    /// Gives memory back.
    void trim() {
        if (timed.isEmpty()) timed = Set.of();
    }

    PeerStats.Outgoing look(int calls, long unwrittenBytes, PeerStats.Window window) {
        return new PeerStats.Outgoing(calls, waiting, waits, Duration.ofNanos(waitedNanos), unwrittenBytes, window);
    }
}
