package dev.thespis.remote;

import org.jspecify.annotations.Nullable;

/// A request that waits for something which is decided under a lock: its place in a queue.
///
/// Guarded by the outbox's lock.
abstract class Turn {
    final Patience patience;

    /// Of those who wait for the same, who has come before whom. This and what follows belong to the [Turnstile].
    long number;

    boolean isQueued;

    @Nullable
    Turn before;

    @Nullable
    Turn after;

    Turn(Patience patience) {
        this.patience = patience;
    }

    /// What it has waited for may be there. It is in no queue any more.
    ///
    /// @return false if it has gone on at once; true if it does so later, or waits again
    abstract boolean come();
}
