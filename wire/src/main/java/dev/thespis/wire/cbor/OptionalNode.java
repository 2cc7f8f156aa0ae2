package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A value that may be missing: the value itself, or null.
final class OptionalNode extends Node {
    private final Node value;
    private final @Nullable Object missing;
    private final Function<Object, @Nullable Object> unwrap;
    private final Function<Object, Object> wrap;

    private OptionalNode(
            Node value,
            @Nullable Object missing,
            Function<Object, @Nullable Object> unwrap,
            Function<Object, Object> wrap) {
        this.value = value;
        this.missing = missing;
        this.unwrap = unwrap;
        this.wrap = wrap;
    }

    static Node nullable(Node value) {
        return new OptionalNode(value, null, present -> present, present -> present);
    }

    static Node optional(Node value) {
        return new OptionalNode(
                value, Optional.empty(), optional -> ((Optional<?>) optional).orElse(null), Optional::of);
    }

    static Node optionalInt(Node value) {
        return new OptionalNode(
                value,
                OptionalInt.empty(),
                optional -> ((OptionalInt) optional).isPresent() ? ((OptionalInt) optional).getAsInt() : null,
                number -> OptionalInt.of((int) number));
    }

    static Node optionalLong(Node value) {
        return new OptionalNode(
                value,
                OptionalLong.empty(),
                optional -> ((OptionalLong) optional).isPresent() ? ((OptionalLong) optional).getAsLong() : null,
                number -> OptionalLong.of((long) number));
    }

    static Node optionalDouble(Node value) {
        return new OptionalNode(
                value,
                OptionalDouble.empty(),
                optional -> ((OptionalDouble) optional).isPresent() ? ((OptionalDouble) optional).getAsDouble() : null,
                number -> OptionalDouble.of((double) number));
    }

    @Override
    void write(@Nullable Object optional, Output out, int levels) {
        Object present = missing == null && optional == null ? null : unwrap.apply(present(optional));
        if (present == null) out.int8(Heads.NULL);
        else value.write(present, out, levels);
    }

    @Override
    @Nullable
    Object read(Input in, int levels) throws DecodeException {
        if (Heads.takeNull(in)) return missing;
        Object present = value.read(in, levels);
        return present == null ? missing : wrap.apply(present);
    }

    @Override
    boolean optional() {
        return true;
    }

    @Override
    @Nullable
    Object absent() {
        return missing;
    }
}
