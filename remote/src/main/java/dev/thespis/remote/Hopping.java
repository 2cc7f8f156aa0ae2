package dev.thespis.remote;

import dev.thespis.remote.control.Hops;
import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;

/// Writes messages that are passed on, with the number of those that have done so before them, to who knows metadata.
///
/// @param hops 1 to 16, or 0 to leave it out
/// @param message how the message itself is written
/// @param outbox where to
/// @param <T> the message
record Hopping<T>(int hops, Codec<T> message, Outbox outbox) implements Codec<T> {
    static <T> Codec<T> with(int hops, Codec<T> message, Outbox outbox) {
        return hops == 0 ? message : new Hopping<>(hops, message, outbox);
    }

    @Override
    public void write(T value, Output out) {
        if (outbox.knowsMetadata()) Hops.write(out, hops);
        message.write(value, out);
    }

    @Override
    public T read(Input in) throws DecodeException {
        return message.read(in);
    }
}
