package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.EncodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An array of elements that have a node: for lists, sets, and arrays of references.
final class ListNode extends Node {
    private static final int FIRST_CAPACITY = 10;

    private final Node element;
    private final Function<Object, Collection<?>> elements;
    private final Function<List<@Nullable Object>, Object> collected;

    private ListNode(
            Node element,
            Function<Object, Collection<?>> elements,
            Function<List<@Nullable Object>, Object> collected) {
        this.element = element;
        this.elements = elements;
        this.collected = collected;
    }

    static Node list(Node element) {
        // List.of() is smaller, but holds no nulls.
        return new ListNode(
                element,
                list -> (List<?>) list,
                element.optional()
                        ? read -> Collections.unmodifiableList(new ArrayList<>(read))
                        : read -> List.of(read.toArray()));
    }

    static Node set(Node element) {
        return new ListNode(
                element, set -> (Set<?>) set, read -> Collections.unmodifiableSet(new LinkedHashSet<>(read)));
    }

    static Node array(Node element, Class<?> elementType) {
        return new ListNode(
                element,
                array -> Arrays.asList((Object[]) array),
                read -> read.toArray((Object[]) Array.newInstance(elementType, read.size())));
    }

    @Override
    void write(@Nullable Object value, Output out, int levels) {
        Collection<?> collection = elements.apply(present(value));
        int below = descend(levels);
        int count = collection.size();
        Heads.write(out, Heads.ARRAY, count);
        int i = 0;
        try {
            for (Object each : collection) {
                element.write(each, out, below);
                i++;
            }
        } catch (EncodeException e) {
            throw e.within("[" + i + "]");
        }
        if (i != count) throw new EncodeException("changed in size while it was written");
    }

    @Override
    Object read(Input in, int levels) throws DecodeException {
        int head = Heads.read(in);
        if (Heads.major(head) != Heads.ARRAY) throw Heads.mismatch(in, "an array", head);
        int below = descend(levels, in);
        int count = Heads.count(in, head);
        // The list grows with what is really there: nested claims would add up.
        var read = new ArrayList<@Nullable Object>(Math.clamp(count, 0, FIRST_CAPACITY));
        int i = 0;
        try {
            for (; Heads.more(in, count, i); i++) read.add(element.read(in, below));
        } catch (DecodeException e) {
            throw e.within("[" + i + "]");
        }
        try {
            return collected.apply(read);
        } catch (RuntimeException e) {
            throw RecordNode.refused(e, in); // an element that refuses to be hashed or compared
        }
    }
}
