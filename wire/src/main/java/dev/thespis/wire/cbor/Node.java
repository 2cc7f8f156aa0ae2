package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.EncodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import org.jspecify.annotations.Nullable;

/// Writes and reads the values of one type, as one node in the tree of a message's type.
///
/// Types are erased: the generated subclasses of [RecordNode] must not name classes that our module can't see. Each
/// call is told how many levels of nesting are left below it, so that nodes have no state and are safe for use by any
/// number of threads.
abstract class Node {
    /// Appends a value of the node's type.
    ///
    /// @throws EncodeException if it is null and the node does not allow that, or if it has no encoding
    abstract void write(@Nullable Object value, Output out, int levels);

    /// Reads a value of the node's type; null only if the node allows that.
    abstract @Nullable Object read(Input in, int levels) throws DecodeException;

    /// Whether a record may come without this component, which is then [#absent()].
    boolean optional() {
        return false;
    }

    @Nullable
    Object absent() {
        throw new IllegalStateException("not optional");
    }

    /// The node that does the work: another one for a node that only stands in.
    Node target() {
        return this;
    }

    /// Returns the value if it is there.
    static Object present(@Nullable Object value) {
        if (value == null) throw missing();
        return value;
    }

    static EncodeException missing() {
        return new EncodeException("null, where a value must be");
    }

    /// Goes one level down in writing.
    static int descend(int levels) {
        if (levels == 0) throw new EncodeException("nested too deeply");
        return levels - 1;
    }

    /// Goes one level down in reading.
    static int descend(int levels, Input in) throws DecodeException {
        if (levels == 0) throw new DecodeException("nested too deeply at offset " + in.offset());
        return levels - 1;
    }
}
