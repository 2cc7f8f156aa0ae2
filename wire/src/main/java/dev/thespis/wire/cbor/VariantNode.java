package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.EncodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A sealed interface: the record's name with the record in a map, or the name alone if it has no components. Serde's
/// other forms are accepted too.
final class VariantNode extends Node {
    /// One variant.
    ///
    /// @param name on the wire
    /// @param opening what is written: the name, and before it the head of the map if there is one
    /// @param unit whether its name is all there is; the node is a [RecordNode] then
    /// @param node the record
    @SuppressWarnings("ArrayRecordComponent") // Never compared, never handed out.
    private record Variant(String name, byte[] opening, boolean unit, Node node) {
        void write(Object value, Output out, int levels) {
            out.bytes(opening, 0, opening.length);
            if (unit) return;
            try {
                node.write(value, out, descend(levels));
            } catch (EncodeException e) {
                throw e.within("." + name);
            }
        }

        Object read(Input in, VariantOpening from, int levels) throws DecodeException {
            try {
                return switch (from.form()) {
                    case ALONE -> readUnit(in);
                    case MAP -> ended(in, from, present(node.read(in, descend(levels, in))), 1);
                    case ARRAY -> readElements(in, from, levels);
                };
            } catch (DecodeException e) {
                throw e.within("." + name);
            }
        }

        private Object readUnit(Input in) throws DecodeException {
            if (unit) return ((RecordNode) node.target()).construct(in, new Object[0]);
            throw new DecodeException("its components are missing, before offset " + in.offset());
        }

        private Object readElements(Input in, VariantOpening from, int levels) throws DecodeException {
            if (unit) return ended(in, from, readUnit(in), 1);
            if (node.target() instanceof RecordNode tuple && tuple.layout() == RecordType.Layout.TUPLE) {
                int count = from.count() == Heads.INDEFINITE ? Heads.INDEFINITE : from.count() - 1;
                return tuple.elements(in, descend(levels, in), count);
            }
            if (!Heads.more(in, from.count(), 1)) throw new DecodeException("missing, before offset " + in.offset());
            return ended(in, from, present(node.read(in, descend(levels, in))), 2);
        }

        private static Object ended(Input in, VariantOpening from, Object value, int done) throws DecodeException {
            from.end(in, done);
            return value;
        }
    }

    private final Variant[] variants;
    private final Map<String, Variant> byName = new HashMap<>();
    private final Map<Class<?>, Variant> byClass = new HashMap<>();

    /// @param type what is known of the sealed interface
    /// @param nodes those of its variants, in the same order
    /// @param units the variants without components, as far as they are done here
    VariantNode(SealedType type, List<Node> nodes, Set<SealedType.Variant> units) {
        variants = new Variant[nodes.size()];
        for (int i = 0; i < variants.length; i++) {
            SealedType.Variant declared = type.variants().get(i);
            boolean unit = units.contains(declared);
            Output opening = new Output(16);
            if (!unit) Heads.write(opening, Heads.MAP, 1);
            Text.writeText(opening, declared.name());
            variants[i] = new Variant(declared.name(), Cbor.written(opening), unit, nodes.get(i));
            byName.put(declared.name(), variants[i]);
            byClass.put(declared.type().raw(), variants[i]);
        }
    }

    @Override
    void write(@Nullable Object value, Output out, int levels) {
        Object present = present(value);
        Variant variant = byClass.get(present.getClass());
        if (variant == null) throw new EncodeException(present.getClass().getName() + " is no variant");
        variant.write(present, out, levels);
    }

    @Override
    Object read(Input in, int levels) throws DecodeException {
        for (Variant variant : variants)
            if (in.skipIf(variant.opening))
                return variant.read(in, variant.unit ? VariantOpening.ALONE : VariantOpening.MAP, levels);
        var opening = VariantOpening.read(in);
        return opening.among(variants, byName).read(in, opening, levels);
    }
}
