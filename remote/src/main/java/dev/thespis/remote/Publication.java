package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import org.jspecify.annotations.Nullable;

/// A message on its way into a topic, until it is in the queues of its subscribers: what its publisher waits for.
interface Publication {
    Post post();

    /// Whether it is still to be published. Asked once, when its turn has come.
    default boolean isWanted() {
        return true;
    }

    /// It is in the queues, or not wanted, or refused. Called once, on any thread, under no lock; must not block.
    ///
    /// @param refusal null if it had its turn
    void settled(@Nullable CallFailure refusal);
}
