package dev.thespis.actor;

/// State, and a handler for each message of a protocol.
///
/// *Threading.* The hooks and the handlers (except concurrent ones) run one at a time, each sees what the ones before
/// it have written; fields need neither locks nor `volatile`. No thread belongs to the actor while it has nothing to
/// do.
///
/// *Failure.* What a handler or a hook throws is dealt with by the actor's [Supervision].
///
/// *Ownership.* An actor belongs to the [Nursery] that spawned it and is never touched from outside.
///
/// @param <P> the protocol
public interface Actor<P> {
    /// The handlers of all messages of the protocol. Called once, before [#started].
    ///
    /// @return complete handlers
    Handlers<P> handlers();

    /// Called once before the first message is handled; [Nursery#spawn] returns when it has ended.
    ///
    /// @throws Exception if the actor can't start: thrown to who spawns it, or counted as a failure of a restart;
    /// [#stopped] is not called then
    default void started() throws Exception {}

    /// Called once after the last handler has ended, also before a restart.
    ///
    /// @throws Exception anything; it is reported as a failure of the actor, which stops nevertheless
    default void stopped() throws Exception {}
}
