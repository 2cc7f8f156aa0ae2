package dev.thespis.actor;

import org.jspecify.annotations.Nullable;

/// What an actor does with one type of message.
///
/// @param <M> the message
/// @param <R> the reply
@FunctionalInterface
public interface Handler<M, R> {
    /// Handles the message. May block; if its caller is gone meanwhile, the thread is interrupted.
    ///
    /// @param message what was sent
    /// @return the reply to a call, dropped after a send; null for `Void`
    /// @throws Exception anything; it fails the call, and the actor's [Supervision] decides what becomes of the actor
    @Nullable
    R handle(M message) throws Exception;
}
