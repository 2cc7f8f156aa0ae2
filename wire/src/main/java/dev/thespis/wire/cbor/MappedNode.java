package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A value that is written as another one.
final class MappedNode<T, S> extends Node {
    private final Class<T> type;
    private final Class<S> surrogateType;
    private final Node surrogate;
    private final Function<T, S> to;
    private final Function<S, T> from;

    MappedNode(Class<T> type, Class<S> surrogateType, Node surrogate, Function<T, S> to, Function<S, T> from) {
        this.type = type;
        this.surrogateType = surrogateType;
        this.surrogate = surrogate;
        this.to = to;
        this.from = from;
    }

    @Override
    void write(@Nullable Object value, Output out, int levels) {
        surrogate.write(to.apply(type.cast(present(value))), out, levels);
    }

    @Override
    Object read(Input in, int levels) throws DecodeException {
        S read = surrogateType.cast(present(surrogate.read(in, levels)));
        try {
            return from.apply(read);
        } catch (RuntimeException e) {
            throw RecordNode.refused(e, in);
        }
    }
}
