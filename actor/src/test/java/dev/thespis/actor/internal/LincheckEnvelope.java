package dev.thespis.actor.internal;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Message;
import org.jspecify.annotations.Nullable;

/// An envelope that can be told from others.
final class LincheckEnvelope extends Envelope {
    private final int value;

    LincheckEnvelope(int value) {
        super(new Nothing());
        this.value = value;
    }

    int value() {
        return value;
    }

    @Override
    public void succeeded(@Nullable Object reply) {}

    @Override
    public void failed(CallFailure failure, @Nullable Throwable cause) {}

    private record Nothing() implements Message<LincheckEnvelope, Void> {}
}
