package dev.thespis.actor.internal;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Message;
import org.jspecify.annotations.Nullable;

/// A message sent one-way within the process. That it is dropped is an event, which the cell publishes.
final class LocalSend extends Envelope {
    LocalSend(Message<?, ?> message) {
        super(message);
    }

    @Override
    public void succeeded(@Nullable Object reply) {}

    @Override
    public void failed(CallFailure failure, @Nullable Throwable cause) {}
}
