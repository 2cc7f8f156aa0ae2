package dev.thespis.actor.internal;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Message;
import org.jspecify.annotations.Nullable;

/// A message on its way through a mailbox, and what is to be done with its outcome.
///
/// *Guarantees.* Exactly one of [#succeeded] and [#failed] is called, once, when the handler has ended or it is certain
/// that
/// none will start.
public abstract class Envelope {
    private final Message<?, ?> message;

    /// Makes an envelope.
    ///
    /// @param message what is inside
    protected Envelope(Message<?, ?> message) {
        this.message = message;
    }

    /// What is inside.
    ///
    /// @return the message
    public final Message<?, ?> message() {
        return message;
    }

    /// The handler returned. Runs on the handler's thread; must not block or throw.
    ///
    /// @param reply what it returned
    public abstract void succeeded(@Nullable Object reply);

    /// There is no result. Runs on any thread; must not block or throw.
    ///
    /// @param failure why
    /// @param cause the handler's exception, if there was one
    public abstract void failed(CallFailure failure, @Nullable Throwable cause);
}
