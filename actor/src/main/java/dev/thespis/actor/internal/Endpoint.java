package dev.thespis.actor.internal;

import dev.thespis.actor.Address;

/// What every address really is: the entrance to an actor, local or remote.
///
/// Subclasses are the local actor's cell and the remote module's proxy; this is why [Address] can be sealed.
///
/// @param <P> the protocol
public abstract non-sealed class Endpoint<P> implements Address<P> {
    /// Makes an endpoint.
    protected Endpoint() {}

    /// Hands the envelope over without ever waiting, in the order of the calls of one thread.
    ///
    /// A mailbox's bound is not applied: whoever delivers bounds how many envelopes it has handed over whose outcome it
    /// has
    /// not seen yet. Exactly one of the envelope's outcomes follows, possibly before this returns.
    ///
    /// @param envelope the message and who waits for its outcome
    public abstract void deliver(Envelope envelope);
}
