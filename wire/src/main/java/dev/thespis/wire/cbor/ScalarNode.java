package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import org.jspecify.annotations.Nullable;

/// A value without parts.
final class ScalarNode<T> extends Node {
    interface Writer<T> {
        void write(Output out, T value);
    }

    interface Reader<T> {
        T read(Input in) throws DecodeException;
    }

    private final Class<T> type;
    private final Writer<? super T> writer;
    private final Reader<? extends T> reader;

    ScalarNode(Class<T> type, Writer<? super T> writer, Reader<? extends T> reader) {
        this.type = type;
        this.writer = writer;
        this.reader = reader;
    }

    @Override
    void write(@Nullable Object value, Output out, int levels) {
        writer.write(out, type.cast(present(value)));
    }

    @Override
    Object read(Input in, int levels) throws DecodeException {
        return reader.read(in);
    }
}
