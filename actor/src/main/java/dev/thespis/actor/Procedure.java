package dev.thespis.actor;

/// A [Handler] for messages that have no reply.
///
/// @param <M> the message
@FunctionalInterface
public interface Procedure<M> {
    /// Handles the message. May block; if its caller is gone meanwhile, the thread is interrupted.
    ///
    /// @param message what was sent
    /// @throws Exception anything; it fails the call, and the actor's [Supervision] decides what becomes of the actor
    void handle(M message) throws Exception;
}
