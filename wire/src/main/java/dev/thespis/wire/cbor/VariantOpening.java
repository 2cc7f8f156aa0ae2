package dev.thespis.wire.cbor;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// How a variant begins, in any of the forms that serde accepts: `"Name"`, `{"Name": …}` or `["Name", …]`, where the
/// name may also be bytes or the variant's index.
///
/// @param form which form
/// @param count how many entries the map or elements the array has, or [Heads#INDEFINITE]
/// @param name the variant's name; empty if it is given by index
/// @param index the variant's index, or -1 if it is given by name
record VariantOpening(Form form, int count, String name, int index) {
    enum Form {
        ALONE,
        MAP,
        ARRAY
    }

    /// What a variant without components usually begins with.
    static final VariantOpening ALONE = new VariantOpening(Form.ALONE, 0, "", -1);

    /// What a variant with components usually begins with.
    static final VariantOpening MAP = new VariantOpening(Form.MAP, 1, "", -1);

    static VariantOpening read(Input in) throws DecodeException {
        int head = Heads.read(in);
        return switch (Heads.major(head)) {
            case Heads.MAP -> {
                int count = Heads.count(in, head);
                if (count != 1 && count != Heads.INDEFINITE)
                    throw new DecodeException(
                            "a variant is a map of one entry, not of " + count + ", before offset " + in.offset());
                yield named(in, Form.MAP, count, Heads.read(in));
            }
            case Heads.ARRAY -> {
                int count = Heads.count(in, head);
                if (count == 0)
                    throw new DecodeException("a variant can't be an empty array, before offset " + in.offset());
                yield named(in, Form.ARRAY, count, Heads.read(in));
            }
            default -> named(in, Form.ALONE, 0, head);
        };
    }

    private static VariantOpening named(Input in, Form form, int count, int head) throws DecodeException {
        return switch (Heads.major(head)) {
            case Heads.TEXT -> new VariantOpening(form, count, Text.readText(in, head), -1);
            case Heads.BYTES ->
                new VariantOpening(form, count, new String(Bytes.readBytes(in, head), StandardCharsets.UTF_8), -1);
            case Heads.UNSIGNED -> {
                long index = Heads.argument(in, head);
                boolean possible = index >= 0 && index < Integer.MAX_VALUE;
                yield new VariantOpening(form, count, "", possible ? (int) index : Integer.MAX_VALUE);
            }
            default -> throw Heads.mismatch(in, "a variant's name", head);
        };
    }

    /// Finds the variant.
    <V> V among(V[] byIndex, Map<String, V> byName) throws DecodeException {
        V variant = index < 0 ? byName.get(name) : index < byIndex.length ? byIndex[index] : null;
        if (variant != null) return variant;
        throw new DecodeException(
                "there is no variant " + (index < 0 ? "\"" + Text.excerpt(name) + "\"" : "number " + index));
    }

    /// Checks that nothing follows in the map or the array.
    ///
    /// @param done how many entries or elements there were
    void end(Input in, int done) throws DecodeException {
        if (Heads.more(in, count, done))
            throw new DecodeException("the variant has more than it should, at offset " + in.offset());
    }
}
