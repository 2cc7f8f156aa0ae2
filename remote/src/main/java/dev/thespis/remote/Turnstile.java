package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import java.util.LinkedHashSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A place that senders pass while something is left, and where they wait in order of arrival while nothing is.
///
/// Each waits on a condition of its own, and only the first may pass: with one condition for all, a sender that was
/// woken in vain would queue again behind those who came after it.
///
/// Everything here is guarded by the lock that it was made with. Nobody who comes overtakes those who wait.
final class Turnstile {
    private final ReentrantLock lock;
    private final BooleanSupplier open;
    private @Nullable LinkedHashSet<Condition> queue;

    /// @param open whether the first one may pass; evaluated under the lock
    Turnstile(ReentrantLock lock, BooleanSupplier open) {
        this.lock = lock;
        this.open = open;
    }

    /// Whether one who comes now need not wait.
    boolean isPassable() {
        return !isBusy() && open.getAsBoolean();
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
        var turn = lock.newCondition();
        var waiting = queue == null ? new LinkedHashSet<Condition>() : queue;
        queue = waiting;
        waiting.add(turn);
        try {
            do {
                var failure = patience.await(turn);
                if (failure != null) return failure;
            } while (!waiting.getFirst().equals(turn) || !open.getAsBoolean());
            return null;
        } finally {
            waiting.remove(turn);
            if (waiting.isEmpty()) queue = null;
        }
    }

    /// Something is free, or was not taken by one who was woken for it: wakes the first, who wakes the next in turn.
    void opened() {
        if (queue != null && open.getAsBoolean()) queue.getFirst().signal();
    }
}
