package dev.thespis.actor;

/// Something that happened in a nursery.
public sealed interface NurseryEvent {
    /// What [Supervision] made of a failure.
    enum Decision {
        /// The actor goes on with its state.
        RESUME,
        /// The actor is made anew.
        RESTART,
        /// The actor stops.
        STOP
    }

    /// An actor was spawned and has started.
    ///
    /// @param actor its address
    record ActorStarted(Address<?> actor) implements NurseryEvent {}

    /// A handler or a hook of an actor threw an exception. Sent for each one, whether a send or a call brought it
    /// about; not if the handler had been cancelled.
    ///
    /// @param actor its address
    /// @param cause what was thrown
    /// @param decision what becomes of the actor
    record ActorFailed(Address<?> actor, Throwable cause, Decision decision) implements NurseryEvent {}

    /// An actor was made anew after a failure and has started.
    ///
    /// @param actor its address
    record ActorRestarted(Address<?> actor) implements NurseryEvent {}

    /// An actor has stopped: its last handler and its hook have ended. Also sent for one that could not start.
    ///
    /// @param actor its address
    record ActorStopped(Address<?> actor) implements NurseryEvent {}

    /// A message that had been sent one-way and accepted will not be handled.
    ///
    /// @param actor to which it was sent
    /// @param message the message
    /// @param failure why
    record MessageDropped(Address<?> actor, Message<?, ?> message, CallFailure failure) implements NurseryEvent {}

    /// A task failed, and the nursery was cancelled therefore.
    ///
    /// @param task its name
    /// @param cause what was thrown
    record TaskFailed(String task, Throwable cause) implements NurseryEvent {}

    /// The observer was too slow and has missed the events that came before this one.
    ///
    /// @param count how many
    record Missed(long count) implements NurseryEvent {}
}
