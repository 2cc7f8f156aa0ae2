package dev.thespis.wire.cbor;

import dev.thespis.wire.ServiceId;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// The shape of a type: what two programs must agree on to understand each other's payloads. It says nothing of classes
/// in Java, so that programs in other languages can compute it too.
///
/// A shape is written as text without spaces:
///
/// | shape | of |
/// |---|---|
/// | `i8` `i16` `i32` `i64` `u8` `u16` `u32` `u64` `f32` `f64` `bool` `char` | primitives and their boxes |
/// | `text` `bytes` `unit` | `String`, `byte[]`, `Void` and records without components |
/// | `instant` `duration` `uuid` `integer` `decimal` `uri` | the types of the same sense |
/// | `date` `time` `datetime` `offsetdatetime` `zoneddatetime` | `LocalDate` to `ZonedDateTime` |
/// | `{name:shape,…}` | a record |
/// | `(shape,…)` | a tuple |
/// | `<Name,Name=shape,…>` | an enum or a sealed interface: its names, and the shapes of records with components |
/// | `[shape]` | an array, a list, a set |
/// | `{shape=>shape}` | a map |
/// | `shape?` | nullable and optional |
/// | `^n` | the record or sealed interface that was opened n levels further out: recursion |
/// | `name<shape,…>` | any other type: its name in Java, and the shapes of its arguments |
///
/// A transparent record has its component's shape.
public final class Shapes {
    private static final Map<Class<?>, String> LEAVES = Map.ofEntries(
            Map.entry(Byte.class, "i8"),
            Map.entry(Short.class, "i16"),
            Map.entry(Integer.class, "i32"),
            Map.entry(Long.class, "i64"),
            Map.entry(Float.class, "f32"),
            Map.entry(Double.class, "f64"),
            Map.entry(Boolean.class, "bool"),
            Map.entry(Character.class, "char"),
            Map.entry(String.class, "text"),
            Map.entry(Void.class, "unit"),
            Map.entry(OptionalInt.class, "i32?"),
            Map.entry(OptionalLong.class, "i64?"),
            Map.entry(OptionalDouble.class, "f64?"),
            Map.entry(Instant.class, "instant"),
            Map.entry(Duration.class, "duration"),
            Map.entry(UUID.class, "uuid"),
            Map.entry(BigInteger.class, "integer"),
            Map.entry(BigDecimal.class, "decimal"),
            Map.entry(URI.class, "uri"),
            Map.entry(LocalDate.class, "date"),
            Map.entry(LocalTime.class, "time"),
            Map.entry(LocalDateTime.class, "datetime"),
            Map.entry(OffsetDateTime.class, "offsetdatetime"),
            Map.entry(ZonedDateTime.class, "zoneddatetime"));

    /// The records and sealed interfaces that are open around the current place, the outermost first.
    private final List<TypeUse> open = new ArrayList<>();

    private Shapes() {}

    /// Hashes the shape of a type.
    ///
    /// @param type any type without variables
    /// @return the xxHash64 of its shape's text, in UTF-8
    /// @throws IllegalArgumentException as when a codec is prepared, but not for types that have none
    public static long fingerprint(Type type) {
        return ServiceId.ofText(describe(type)).value();
    }

    /// Writes the shape of a type.
    ///
    /// @param type any type without variables
    /// @return its shape's text
    /// @throws IllegalArgumentException as when a codec is prepared, but not for types that have none
    public static String describe(Type type) {
        return new Shapes().shape(TypeUse.of(type, type.getTypeName()));
    }

    private String shape(TypeUse type) {
        return type.nullable() ? plain(type) + "?" : plain(type);
    }

    private String plain(TypeUse type) {
        Class<?> raw = type.raw();
        String leaf = LEAVES.get(MethodType.methodType(raw).wrap().returnType());
        if (leaf != null) return type.unsigned() ? leaf.replace('i', 'u') : leaf;
        if (raw == byte[].class && !type.arguments().getFirst().unsigned()) return "bytes";
        if (raw.isArray() || raw == List.class || raw == Set.class) return joined("[", type.arguments(), ",", "]");
        if (raw == Map.class) return joined("{", type.arguments(), "=>", "}");
        if (raw == Optional.class) return joined("", type.arguments(), "", "?");
        if (raw.isEnum()) return constants(raw);
        if (raw.isRecord() || (raw.isInterface() && raw.isSealed())) return composite(type.unmarked());
        return type.arguments().isEmpty() ? raw.getName() : joined(raw.getName() + "<", type.arguments(), ",", ">");
    }

    private String joined(String opening, List<TypeUse> parts, String separator, String closing) {
        return parts.stream().map(this::shape).collect(Collectors.joining(separator, opening, closing));
    }

    private static String constants(Class<?> raw) {
        return Arrays.stream(raw.getEnumConstants())
                .map(constant -> EnumNode.name(raw, (Enum<?>) constant))
                .collect(Collectors.joining(",", "<", ">"));
    }

    private String composite(TypeUse type) {
        int outer = open.lastIndexOf(type);
        if (outer >= 0) return "^" + (open.size() - outer);
        if (open.size() >= Preparation.MOST_LEVELS)
            throw new IllegalArgumentException(
                    open.getFirst() + ": more than " + Preparation.MOST_LEVELS + " types inside each other");
        open.add(type);
        String shape = type.raw().isRecord() ? record(type) : variants(type);
        open.removeLast();
        return shape;
    }

    private String record(TypeUse type) {
        RecordType record = RecordType.of(type, type.toString());
        var parts = record.components().stream();
        return switch (record.layout()) {
            case UNIT -> "unit";
            case TRANSPARENT -> parts.map(part -> shape(part.type())).collect(Collectors.joining());
            case TUPLE -> parts.map(part -> shape(part.type())).collect(Collectors.joining(",", "(", ")"));
            case MAP ->
                parts.map(part -> part.name() + ":" + shape(part.type())).collect(Collectors.joining(",", "{", "}"));
        };
    }

    private String variants(TypeUse type) {
        return SealedType.of(type, type.toString()).variants().stream()
                .map(variant -> {
                    String shape = shape(variant.type());
                    return shape.equals("unit") ? variant.name() : variant.name() + "=" + shape;
                })
                .collect(Collectors.joining(",", "<", ">"));
    }
}
