package dev.thespis.wire.cbor;

import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.EncodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;

/// A codec as it is handed out.
///
/// @param node does the work
/// @param maxDepth how many levels of nesting there may be
/// @param name begins the path in messages
record Root<T>(Node node, int maxDepth, String name) implements Codec<T> {
    @Override
    public void write(T value, Output out) {
        try {
            node.write(value, out, maxDepth);
        } catch (EncodeException e) {
            throw e.within(name);
        }
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // The node is that of T, which is Void if there is a null.
    public T read(Input in) throws DecodeException {
        try {
            return (T) node.read(in, maxDepth);
        } catch (DecodeException e) {
            throw e.within(name);
        }
    }
}
