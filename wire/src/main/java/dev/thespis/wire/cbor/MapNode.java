package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.EncodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A map: its entries in the order in which the Java map gives them. A key that comes twice is an error.
final class MapNode extends Node {
    private final Node key;
    private final Node value;

    MapNode(Node key, Node value) {
        this.key = key;
        this.value = value;
    }

    @Override
    void write(@Nullable Object map, Output out, int levels) {
        Map<?, ?> entries = (Map<?, ?>) present(map);
        int below = descend(levels);
        int count = entries.size();
        Heads.write(out, Heads.MAP, count);
        int done = 0;
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            try {
                key.write(entry.getKey(), out, below);
                value.write(entry.getValue(), out, below);
            } catch (EncodeException e) {
                throw e.within(step(entry.getKey()));
            }
            done++;
        }
        if (done != count) throw new EncodeException("changed in size while it was written");
    }

    /// The step to an entry. Only what is known to be written quickly is shown: a number of any size, alone or in a
    /// record, takes long to write in decimal.
    private static String step(@Nullable Object key) {
        if (key == null) return "[]";
        return switch (key) {
            case String text -> "[" + Text.excerpt(text) + "]";
            case Integer number -> "[" + number + "]";
            case Long number -> "[" + number + "]";
            case Enum<?> constant -> "[" + constant.name() + "]";
            case UUID uuid -> "[" + uuid + "]";
            default -> "[]";
        };
    }

    // A key that is a record of the user's may refuse to be hashed or compared, which is the peer's fault then.

    private static boolean contains(Map<?, ?> map, @Nullable Object key, Input in) throws DecodeException {
        try {
            return map.containsKey(key);
        } catch (RuntimeException e) {
            throw RecordNode.refused(e, in);
        }
    }

    private static void put(
            Map<@Nullable Object, @Nullable Object> map, @Nullable Object key, @Nullable Object value, Input in)
            throws DecodeException {
        try {
            map.put(key, value);
        } catch (RuntimeException e) {
            throw RecordNode.refused(e, in);
        }
    }

    @Override
    Object read(Input in, int levels) throws DecodeException {
        int head = Heads.read(in);
        if (Heads.major(head) != Heads.MAP) throw Heads.mismatch(in, "a map", head);
        int below = descend(levels, in);
        int count = Heads.count(in, head);
        var read = new LinkedHashMap<@Nullable Object, @Nullable Object>();
        for (int done = 0; Heads.more(in, count, done); done++) {
            int start = in.offset();
            Object nextKey = key.read(in, below);
            try {
                if (contains(read, nextKey, in)) throw new DecodeException("a second time at offset " + start);
                put(read, nextKey, value.read(in, below), in);
            } catch (DecodeException e) {
                throw e.within(step(nextKey));
            }
        }
        return Collections.unmodifiableMap(read);
    }
}
