package dev.thespis.wire.cbor;

import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import org.jspecify.annotations.Nullable;

/// A value of a type that was added with [Cbor#with].
final class ForeignNode extends Node {
    private final Codec<Object> codec;

    ForeignNode(Codec<?> codec) {
        @SuppressWarnings("unchecked") // What it is given was declared to be of its type.
        var erased = (Codec<Object>) codec;
        this.codec = erased;
    }

    @Override
    void write(@Nullable Object value, Output out, int levels) {
        codec.write(present(value), out);
    }

    @Override
    Object read(Input in, int levels) throws DecodeException {
        return codec.read(in);
    }
}
