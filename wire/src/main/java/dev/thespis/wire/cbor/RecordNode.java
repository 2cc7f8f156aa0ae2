package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.EncodeException;
import dev.thespis.wire.Input;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A record. For each there is a generated subclass (see [RecordCompiler]) that does what is usual: it writes, and it
/// reads what was written by its like, with the components in the order of their declaration. Here is the rest.
///
/// Serde's forms are all accepted: a map in any order and of any length, with keys that are text, bytes or the
/// component's index; and an array of all components.
abstract class RecordNode extends Node {
    private final RecordType type;
    private final List<Node> components;
    private final Map<String, Integer> indexes = new HashMap<>();

    RecordNode(RecordType type, List<Node> components) {
        this.type = type;
        this.components = components;
        for (int i = 0; i < components.size(); i++)
            indexes.put(type.components().get(i).name(), i);
    }

    /// Calls the canonical constructor.
    abstract Object make(@Nullable Object[] values);

    final RecordType.Layout layout() {
        return type.layout();
    }

    /// Reads what is not as the generated code expects it.
    ///
    /// @param values room for all components, the first ones already there
    /// @param done how many are there; if any, so is the head of a map of exactly all components
    final Object rest(Input in, int levels, @Nullable Object[] values, int done) throws DecodeException {
        if (done > 0) return entries(in, levels, values, done, values.length - done);
        int head = Heads.read(in);
        boolean map = Heads.major(head) == Heads.MAP && layout() != RecordType.Layout.TUPLE;
        if (map) return entries(in, levels, values, 0, Heads.count(in, head));
        if (Heads.major(head) == Heads.ARRAY) return elements(in, levels, Heads.count(in, head));
        boolean unit = layout() == RecordType.Layout.UNIT;
        if (unit && (head == Heads.NULL || head == Heads.UNDEFINED)) return construct(in, values);
        throw Heads.mismatch(in, unit ? "null" : layout() == RecordType.Layout.TUPLE ? "an array" : "a map", head);
    }

    private Object entries(Input in, int levels, @Nullable Object[] values, int done, int count)
            throws DecodeException {
        boolean[] seen = new boolean[values.length];
        Arrays.fill(seen, 0, done, true);
        Set<Object> others = Set.of();
        for (int entry = 0; Heads.more(in, count, entry); entry++) {
            int start = in.offset();
            Object key = key(in);
            int i = index(key);
            if (i < 0) {
                if (others.isEmpty()) others = new HashSet<>();
                if (!others.add(key)) throw new DecodeException("an unknown key a second time at offset " + start);
                Skipping.item(in, levels);
                continue;
            }
            if (seen[i]) throw new DecodeException("a second time at offset " + start).within(step(i));
            seen[i] = true;
            values[i] = component(in, levels, i);
        }
        for (int i = 0; i < values.length; i++) if (!seen[i]) values[i] = absent(in, i);
        return construct(in, values);
    }

    private @Nullable Object absent(Input in, int i) throws DecodeException {
        if (components.get(i).optional()) return components.get(i).absent();
        throw new DecodeException("missing, before offset " + in.offset()).within(step(i));
    }

    /// Reads a key: a name, or the position of a component.
    private static Object key(Input in) throws DecodeException {
        int head = Heads.read(in);
        return switch (Heads.major(head)) {
            case Heads.TEXT -> Text.readText(in, head);
            case Heads.BYTES -> new String(Bytes.readBytes(in, head), StandardCharsets.UTF_8);
            case Heads.UNSIGNED -> Heads.argument(in, head);
            default -> throw Heads.mismatch(in, "a component's name", head);
        };
    }

    /// The position of the component that a key stands for; -1 if there is none.
    private int index(Object key) {
        if (!(key instanceof Long position)) return indexes.getOrDefault(key, -1);
        return position >= 0 && position < components.size() ? position.intValue() : -1;
    }

    /// Reads the components from an array whose head was read.
    final Object elements(Input in, int levels, int count) throws DecodeException {
        @Nullable Object[] values = new Object[components.size()];
        int done = 0;
        for (; done < values.length && Heads.more(in, count, done); done++) values[done] = component(in, levels, done);
        if (done < values.length || Heads.more(in, count, done))
            throw new DecodeException(
                    "an array of other than " + values.length + " elements, before offset " + in.offset());
        return construct(in, values);
    }

    private @Nullable Object component(Input in, int levels, int i) throws DecodeException {
        try {
            return components.get(i).read(in, levels);
        } catch (DecodeException e) {
            throw located(e, i);
        }
    }

    final Object construct(Input in, @Nullable Object[] values) throws DecodeException {
        try {
            return make(values);
        } catch (RuntimeException e) {
            throw refused(e, in);
        }
    }

    /// Tells that the record's constructor did not accept the components.
    static DecodeException refused(RuntimeException e, Input in) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : Text.excerpt(e.getMessage());
        return new DecodeException("refused, before offset " + in.offset() + ": " + message);
    }

    final DecodeException located(DecodeException e, int i) {
        return e.within(step(i));
    }

    final EncodeException located(EncodeException e, int i) {
        return e.within(step(i));
    }

    private String step(int i) {
        if (layout() == RecordType.Layout.TRANSPARENT || i >= components.size()) return "";
        return "." + type.components().get(i).name();
    }
}
