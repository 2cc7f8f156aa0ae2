package dev.thespis.wire.cbor;

import dev.thespis.wire.Transparent;
import dev.thespis.wire.Tuple;
import dev.thespis.wire.reference.ConnectionError;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Prints values as Rust's `Debug` does, in which form the golden data has them.
final class RustDebug {
    private RustDebug() {}

    static String print(@Nullable Object value) {
        return switch (value) {
            case null -> "()";
            case Double number -> print(number.doubleValue());
            case Float number -> number.toString();
            case Character character -> "'" + character + "'";
            case String text -> "\"" + text + "\"";
            case byte[] bytes -> Arrays.toString(bytes);
            case Optional<?> optional ->
                optional.map(present -> "Some(" + print(present) + ")").orElse("None");
            case List<?> list -> list.stream().map(RustDebug::print).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> print(entry.getKey()) + ": " + print(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case ConnectionError.ServiceId id ->
                "0x" + HexFormat.of().toHexDigits(id.inner().id());
            case Record record -> record(record);
            default -> value.toString();
        };
    }

    private static String print(double number) {
        if (Double.isInfinite(number)) return number > 0 ? "inf" : "-inf";
        return Double.toString(number).replace('E', 'e');
    }

    private static String record(Record record) {
        Class<?> type = record.getClass();
        if (declaresToString(type)) return record.toString();
        RecordComponent[] components = type.getRecordComponents();
        String name = type.getSimpleName();
        if (components.length == 0) return name;
        boolean positional = type.isAnnotationPresent(Transparent.class) || type.isAnnotationPresent(Tuple.class);
        return Arrays.stream(components)
                .map(component -> (positional ? "" : component.getName() + ": ") + print(value(record, component)))
                .collect(Collectors.joining(", ", name + (positional ? "(" : " { "), positional ? ")" : " }"));
    }

    /// The types of [RustTypes] know how their like is printed.
    private static boolean declaresToString(Class<?> type) {
        return type.getDeclaringClass() == RustTypes.class
                && !type.getSimpleName().matches("Empty|Skip|Renamed|Tree");
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
