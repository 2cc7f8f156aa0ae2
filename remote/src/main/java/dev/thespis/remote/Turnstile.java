package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A place that senders pass while something is left, and where they wait in order of arrival while nothing is.
///
/// Everything here is guarded by the lock that it was made with. Nobody who comes overtakes those who wait.
final class Turnstile {
    private final Condition turn;
    private final BooleanSupplier open;
    private int waiting;

    /// @param open whether the first one may pass; evaluated under the lock
    Turnstile(ReentrantLock lock, BooleanSupplier open) {
        this.turn = lock.newCondition();
        this.open = open;
    }

    /// Whether one who comes now need not wait.
    boolean isPassable() {
        return waiting == 0 && open.getAsBoolean();
    }

    /// Whether somebody waits.
    boolean isBusy() {
        return waiting > 0;
    }

    /// Waits for one's turn, if need be.
    ///
    /// @return why there is none, or null if it has come
    /// @throws InterruptedException if interrupted first
    @Nullable
    CallFailure pass(Patience patience) throws InterruptedException {
        if (isPassable()) return null;
        waiting++;
        try {
            do {
                var failure = patience.await(turn);
                if (failure != null) return failure;
            } while (!open.getAsBoolean());
            return null;
        } finally {
            waiting--;
        }
    }

    /// Something is free, or was not taken by one who was woken for it: wakes the next one.
    void opened() {
        if (waiting > 0 && open.getAsBoolean()) turn.signal();
    }

    /// What is waited for has become pointless: everybody looks again.
    void release() {
        turn.signalAll();
    }
}
