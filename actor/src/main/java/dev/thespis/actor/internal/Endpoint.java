package dev.thespis.actor.internal;

import dev.thespis.actor.Address;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What every address really is: the entrance to an actor, local or remote.
///
/// Subclasses are the local actor's cell and the remote module's proxy. [Address] itself can't be sealed: on the class
/// path a sealed type and its subtypes must be in one package.
///
/// @param <P> the protocol
public abstract class Endpoint<P> implements Address<P> {
    private static final AtomicLong IDS = new AtomicLong();

    /// Makes an endpoint.
    protected Endpoint() {}

    /// A number for [#id()], never given before.
    ///
    /// @return 1 or more
    protected static long newId() {
        return IDS.incrementAndGet();
    }

    /// Hands the envelope over without ever waiting, in the order of the calls of one thread.
    ///
    /// A mailbox's bound is not applied: whoever delivers bounds how many envelopes it has handed over whose outcome it
    /// has not seen yet. Exactly one of the envelope's outcomes follows, possibly before this returns.
    ///
    /// @param envelope the message and who waits for its outcome
    public abstract void deliver(Envelope envelope);

    /// Whether to deliver means no more than to put the envelope in a queue, and to start a thread if need be: no code
    /// of others is run for it, and no other envelope gets its outcome.
    ///
    /// @return false unless that is certain
    public boolean onlyQueues() {
        return false;
    }

    /// Runs the action when certainly nothing will be handled any more that is sent through this; at once if that is
    /// so.
    ///
    /// @param action run once, or twice if it was closed meanwhile in two ways; must not block
    public void whenClosed(Runnable action) {}

    /// Takes back what [#whenClosed] was told.
    ///
    /// @param action as it was given
    public void noLongerWhenClosed(Runnable action) {}

    @Override
    public CompletableFuture<@Nullable Void> closed() {
        var closed = new CompletableFuture<@Nullable Void>();
        whenClosed(() -> complete(closed));
        return closed;
    }

    /// Not static: whoever waits keeps this address in use, which otherwise might be given up before it closes.
    private void complete(CompletableFuture<@Nullable Void> closed) {
        closed.complete(null);
    }
}
