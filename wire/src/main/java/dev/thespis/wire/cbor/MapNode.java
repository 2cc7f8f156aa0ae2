package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.EncodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
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

    /// The step to an entry. Numbers of any size are left out: it takes long to write a long one in decimal.
    private static String step(@Nullable Object key) {
        boolean unlimited = key instanceof BigInteger || key instanceof BigDecimal;
        return unlimited ? "[]" : "[" + Text.excerpt(String.valueOf(key)) + "]";
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
                if (read.containsKey(nextKey)) throw new DecodeException("a second time at offset " + start);
                read.put(nextKey, value.read(in, below));
            } catch (DecodeException e) {
                throw e.within(step(nextKey));
            }
        }
        return Collections.unmodifiableMap(read);
    }
}
