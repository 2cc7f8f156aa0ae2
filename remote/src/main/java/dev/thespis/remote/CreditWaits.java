package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.remote.flight.CreditWaitFlight;
import dev.thespis.wire.ServiceId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Requests of ours that wait at a [Turnstile], counted and recorded.
///
/// Guarded by the outbox's lock.
final class CreditWaits {
    private final Connection connection;
    private int waiting;
    private long waits;
    private long waitedNanos;

    CreditWaits(Connection connection) {
        this.connection = connection;
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
        if (!turnstile.isBusy() && window.isCredited() && patience.waits())
            connection.publish(new PeerEvent.CreditExhausted(new ServiceId(window.sid)));
        try {
            var failure = pass(turnstile, patience, window.sid, "messages");
            if (failure == null) windows.takeMessage(window);
            return failure;
        } finally {
            turnstile.opened();
            if (!turnstile.isBusy() && window.isCredited() && patience.waits())
                connection.publish(new PeerEvent.CreditRestored(new ServiceId(window.sid)));
        }
    }

    /// As [Turnstile#pass].
    ///
    /// @param window what it waits for
    @Nullable
    CallFailure pass(Turnstile turnstile, Patience patience, long sid, String window) throws InterruptedException {
        if (turnstile.isPassable() || !patience.waits()) return turnstile.pass(patience);
        var event = CreditWaitFlight.isOn()
                ? CreditWaitFlight.begin(connection.id(), connection.name(), new ServiceId(sid).toString(), window)
                : null;
        var begun = System.nanoTime();
        waiting++;
        waits++;
        try {
            return turnstile.pass(patience);
        } finally {
            waiting--;
            waitedNanos += System.nanoTime() - begun;
            if (event != null) event.commit();
        }
    }

    PeerStats.Outgoing look(int calls, long unwrittenBytes, PeerStats.Window window) {
        return new PeerStats.Outgoing(calls, waiting, waits, Duration.ofNanos(waitedNanos), unwrittenBytes, window);
    }
}
