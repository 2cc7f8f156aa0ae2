package dev.thespis.actor.internal;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Message;
import org.jspecify.annotations.Nullable;

/// Tells an actor, through its mailbox, that one of its concurrent handlers has failed.
final class Signal extends Envelope {
    private final Throwable failure;

    Signal(Throwable failure) {
        super(new Nothing());
        this.failure = failure;
        mark(URGENT);
    }

    Throwable failure() {
        return failure;
    }

    @Override
    public void succeeded(@Nullable Object reply) {}

    @Override
    public void failed(CallFailure reason, @Nullable Throwable cause) {}

    private record Nothing() implements Message<Signal, Void> {}
}
