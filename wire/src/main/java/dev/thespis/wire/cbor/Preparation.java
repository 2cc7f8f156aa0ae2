package dev.thespis.wire.cbor;

import dev.thespis.wire.Codec;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes the nodes of one type and of all that is reachable from it, or refuses, naming the path.
///
/// *Threading.* For one thread; what it makes is safe for any number.
final class Preparation {
    /// How many types may be inside each other. Beyond it, a type is taken to grow without end: `T<List<X>>` inside
    /// `T<X>`.
    static final int MOST_LEVELS = 100;

    private final Map<Class<?>, Function<Type, Codec<?>>> additions;
    private final Map<TypeUse, Node> done;
    private final Map<TypeUse, Forward> underway = new HashMap<>();

    /// @param additions makers of codecs for further types
    /// @param done nodes made before
    Preparation(Map<Class<?>, Function<Type, Codec<?>>> additions, Map<TypeUse, Node> done) {
        this.additions = additions;
        this.done = new HashMap<>(done);
    }

    /// Everything that was made, now and before.
    Map<TypeUse, Node> done() {
        return done;
    }

    Node node(TypeUse type, String path) {
        Node plain = plain(type, path);
        return type.nullable() ? OptionalNode.nullable(plain) : plain;
    }

    private Node plain(TypeUse type, String path) {
        Function<Type, Codec<?>> addition = additions.get(type.raw());
        if (addition != null) return new ForeignNode(addition.apply(type.type()));
        Node leaf = leaf(type, path);
        if (leaf != null) return leaf;
        if (type.raw().isArray()) return array(type.arguments().getFirst(), path + "[]");
        if (type.unsigned()) throw new IllegalArgumentException(path + ": @Unsigned is for integers, not for " + type);
        Node container = type.isRaw() ? null : container(type, path);
        if (container != null) return container;
        if (type.raw().isEnum()) return new EnumNode(type.raw(), path);
        if (type.raw().isRecord()) return composite(type, path, unmarked -> record(unmarked, path));
        if (type.raw().isInterface() && type.raw().isSealed())
            return composite(type, path, unmarked -> variants(unmarked, path));
        throw new IllegalArgumentException(path + ": " + type + " is not supported; " + Refusals.advice(type));
    }

    private @Nullable Node leaf(TypeUse type, String path) {
        if (type.raw() == byte[].class && type.arguments().getFirst().unsigned()) return null;
        Node scalar = Scalars.of(type);
        if (scalar != null) return scalar;
        if (type.raw() == Instant.class) return Times.instant(form -> node(form, path));
        if (type.raw() == Duration.class) return Times.duration(form -> node(form, path));
        return null;
    }

    private Node array(TypeUse element, String path) {
        Node node = node(element, path);
        return element.raw().isPrimitive()
                ? new PrimitiveArrayNode(element.raw(), element.unsigned())
                : ListNode.array(node, element.raw());
    }

    private @Nullable Node container(TypeUse type, String path) {
        Class<?> raw = type.raw();
        if (raw == List.class) return ListNode.list(node(type.arguments().getFirst(), path + "[]"));
        if (raw == Set.class) return ListNode.set(key(type.arguments().getFirst(), path + "[]"));
        if (raw == Map.class)
            return new MapNode(
                    key(type.arguments().getFirst(), path + "[key]"),
                    node(type.arguments().getLast(), path + "[]"));
        if (raw == Optional.class)
            return OptionalNode.optional(node(type.arguments().getFirst(), path));
        if (raw == OptionalInt.class) return OptionalNode.optionalInt(new IntegerNode(32, false));
        if (raw == OptionalLong.class) return OptionalNode.optionalLong(new IntegerNode(64, false));
        if (raw == OptionalDouble.class) return OptionalNode.optionalDouble(node(TypeUse.of(double.class, path), path));
        return null;
    }

    /// The node of what is hashed. A peer chooses the values, and can choose many of the same hash; the maps of the JDK
    /// stay fast then only if the keys are comparable.
    private Node key(TypeUse type, String path) {
        if (!Comparable.class.isAssignableFrom(type.raw()))
            throw new IllegalArgumentException(path + ": " + type
                    + " is not supported here, since it is not Comparable and a peer could make lookups slow; use a "
                    + "List, or make it Comparable");
        if (type.nullable()) throw new IllegalArgumentException(path + ": nullable values are not supported here");
        return node(type, path);
    }

    /// Makes a node that may contain itself.
    private Node composite(TypeUse marked, String path, Function<TypeUse, Node> make) {
        TypeUse type = marked.unmarked();
        Node made = done.get(type);
        if (made != null) return made;
        Forward inside = underway.get(type);
        if (inside != null) return inside;
        if (underway.size() >= MOST_LEVELS)
            throw new IllegalArgumentException(path + ": more than " + MOST_LEVELS + " types inside each other");
        Forward forward = new Forward();
        underway.put(type, forward);
        Node node = make.apply(type);
        forward.target(node);
        underway.remove(type);
        done.put(type, node);
        return node;
    }

    private Node record(TypeUse type, String path) {
        RecordType shape = RecordType.of(type, path);
        List<Node> nodes = shape.components().stream()
                .map(component -> node(
                        component.type(), shape.path(path, component.accessor().getName())))
                .toList();
        return RecordCompiler.compile(shape, RecordAccess.to(shape, path), nodes);
    }

    private Node variants(TypeUse type, String path) {
        SealedType shape = SealedType.of(type, path);
        List<Node> nodes = shape.variants().stream()
                .map(variant -> node(variant.type(), path + "." + variant.name()))
                .toList();
        var units = shape.variants().stream()
                .filter(variant -> variant.type().raw().getRecordComponents().length == 0)
                .filter(variant -> !additions.containsKey(variant.type().raw()))
                .collect(Collectors.toSet());
        return new VariantNode(shape, nodes, units);
    }
}
