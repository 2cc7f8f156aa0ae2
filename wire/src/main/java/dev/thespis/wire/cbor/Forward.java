package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import org.jspecify.annotations.Nullable;

/// Stands in for a node that is still being prepared, inside itself: for recursive types.
final class Forward extends Node {
    private @Nullable Node target;

    /// Tells what it stands for, before anybody else sees this node.
    void target(Node node) {
        target = node;
    }

    @Override
    Node target() {
        if (target == null) throw new IllegalStateException("not prepared yet");
        return target;
    }

    @Override
    void write(@Nullable Object value, Output out, int levels) {
        target().write(value, out, levels);
    }

    @Override
    @Nullable
    Object read(Input in, int levels) throws DecodeException {
        return target().read(in, levels);
    }
}
