package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An enum: the constant's name. Also accepted: its index, and serde's other forms of a variant without components.
@SuppressWarnings("EnumOrdinal") // Serde accepts a constant's index, which is just that.
final class EnumNode extends Node {
    private final Enum<?>[] constants;
    private final byte[][] encoded;
    private final Map<String, Enum<?>> byName = new HashMap<>();

    EnumNode(Class<?> type, String path) {
        constants = (Enum<?>[]) type.getEnumConstants();
        encoded = new byte[constants.length][];
        for (Enum<?> constant : constants) {
            String name = name(type, constant);
            encoded[constant.ordinal()] = Text.encoded(name);
            if (byName.put(name, constant) != null)
                throw new IllegalArgumentException(path + ": two constants have the name \"" + name + "\"");
        }
    }

    static String name(Class<?> type, Enum<?> constant) {
        try {
            return RecordType.name(type.getDeclaredField(constant.name()), constant.name());
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("an enum has a field for each constant", e);
        }
    }

    @Override
    void write(@Nullable Object value, Output out, int levels) {
        byte[] name = encoded[((Enum<?>) present(value)).ordinal()];
        out.bytes(name, 0, name.length);
    }

    @Override
    Object read(Input in, int levels) throws DecodeException {
        for (int i = 0; i < encoded.length; i++) if (in.skipIf(encoded[i])) return constants[i];
        var opening = VariantOpening.read(in);
        Enum<?> constant = opening.among(constants, byName);
        switch (opening.form()) {
            case ALONE -> {
                // Nothing follows.
            }
            case MAP -> {
                if (!Heads.takeNull(in)) throw Heads.mismatch(in, "null", Heads.read(in));
                opening.end(in, 1);
            }
            case ARRAY -> opening.end(in, 1);
        }
        return constant;
    }
}
