package dev.thespis.remote;

import dev.thespis.remote.control.Hops;
import dev.thespis.remote.control.Metadata;
import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import org.jspecify.annotations.Nullable;

/// Writes messages that are passed on: to who knows metadata, with the number of those that have done so before, and
/// with a trace.
///
/// @param hops 1 to 16, or 0 to leave it out
/// @param trace where it belongs in one, or null
/// @param message how the message itself is written
/// @param outbox where to
/// @param <T> the message
record Hopping<T>(int hops, @Nullable TraceContext trace, Codec<T> message, Outbox outbox) implements Codec<T> {
    @Override
    public void write(T value, Output out) {
        if ((hops > 0 || trace != null) && outbox.knowsMetadata()) {
            if (hops > 0) Hops.write(out, hops);
            if (trace != null) Metadata.write(out, Metadata.NONE, trace.traceparent(), trace.tracestate());
        }
        message.write(value, out);
    }

    @Override
    public T read(Input in) throws DecodeException {
        return message.read(in);
    }
}
