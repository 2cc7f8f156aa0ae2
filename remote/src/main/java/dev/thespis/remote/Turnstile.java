package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// A place that senders pass while something is left, and where they wait while nothing is.
///
/// Those who wait are woken in order of arrival, as many at once as may pass. Nobody who comes overtakes them; of those
/// who are woken, each passes when it gets to it. Who finds that nothing is left after all has its old place again.
///
/// Everything here is guarded by the outbox's lock.
final class Turnstile {
    private final CreditWaits waits;
    private final IntSupplier room;
    private @Nullable TreeSet<Turn> queue;

    /// How many have waited so far.
    private long waited;

    /// How many have been woken and have neither passed nor given up.
    private int woken;

    /// @param room how many may pass, by guess if need be; evaluated under the lock
    Turnstile(CreditWaits waits, IntSupplier room) {
        this.waits = waits;
        this.room = room;
    }

    /// Whether one who comes now need not wait.
    boolean isPassable() {
        return !isBusy() && room.getAsInt() > 0;
    }

    /// Whether somebody waits.
    boolean isBusy() {
        return queue != null;
    }

    /// Waits for one's turn, if need be. Whoever has passed, taken what there was to take, or given up, calls
    /// [#opened].
    ///
    /// @return why there is none, or null if it has come
    /// @throws InterruptedException if interrupted first
    @Nullable
    CallFailure pass(Patience patience) throws InterruptedException {
        if (isPassable()) return null;
        var turn = new Turn(patience, waited++);
        var waiting = queue == null ? new TreeSet<Turn>(Comparator.comparingLong(one -> one.number)) : queue;
        queue = waiting;
        waiting.add(turn);
        try {
            while (true) {
                var failure = waits.await(turn);
                if (failure != null) return failure;
                if (waiting.contains(turn)) continue;
                if (room.getAsInt() > 0) return null;
                woken--;
                waiting.add(turn);
            }
        } finally {
            if (!waiting.remove(turn)) woken--;
            if (waiting.isEmpty() && woken == 0) queue = null;
        }
    }

    /// Something is free, or was not taken by one who was woken for it: wakes those who may pass now.
    void opened() {
        if (queue == null) return;
        for (var most = room.getAsInt(); woken < most && !queue.isEmpty(); woken++)
            queue.removeFirst().come();
    }
}
