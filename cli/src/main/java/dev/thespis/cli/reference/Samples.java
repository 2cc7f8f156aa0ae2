package dev.thespis.cli.reference;

import dev.thespis.cli.reference.Mirror.Everything;
import dev.thespis.cli.reference.Mirror.Pair;
import dev.thespis.cli.reference.Mirror.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Values that the checks send.
final class Samples {
    private Samples() {}

    /// One of each variant.
    static List<Figure> figures() {
        return List.of(
                new Figure.Unit(),
                new Figure.Newtype(-5),
                new Figure.Tuple((byte) 200, "two hundred"),
                new Figure.Struct(1.5, 1e300),
                new Figure.Opt(Optional.empty()),
                new Figure.Opt(Optional.of((byte) 3)),
                new Figure.Nested(new Inner(-1, "the largest id")));
    }

    /// Text of one, two, three and four bytes a character, and what JSON or C would have trouble with.
    static List<String> texts() {
        return List.of("", "hello", "a\0b\"\\\n", "naïve €uro 水 𐅑 🎭");
    }

    static Everything everything() {
        return new Everything(
                "all of it: ä € 𝄞",
                List.of(0, -1, 23, 24, -25, 255, 256, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE),
                Optional.of((byte) 7),
                Optional.empty(),
                new Inner(42, "inner"),
                List.of(new Inner(0, ""), new Inner(-1, "largest")),
                ordered(Map.entry("", 0L), Map.entry("a", Long.MIN_VALUE), Map.entry("b", Long.MAX_VALUE)),
                ordered(Map.entry(1, "one"), Map.entry(1000, "thousand")),
                new Figure.Unit(),
                new Figure.Newtype(Long.MAX_VALUE),
                new Figure.Tuple((byte) 9, "nine"),
                new Figure.Struct(1.5, -0.1),
                figures(),
                Math.PI,
                0.1f,
                true,
                -1,
                Long.MIN_VALUE,
                new Pair((byte) 1, "one"),
                new Unit(),
                "ß",
                bytes(4),
                bytes(300),
                bytes(3),
                new Unit(),
                77,
                new Pair((byte) 255, "last"));
    }

    @SafeVarargs
    private static <K, V> Map<K, V> ordered(Map.Entry<K, V>... entries) {
        var map = new LinkedHashMap<K, V>();
        for (var entry : entries) map.put(entry.getKey(), entry.getValue());
        return map;
    }

    /// Bytes that are not all the same.
    static byte[] bytes(int length) {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = (byte) (i * 31 + (i >> 8));
        return bytes;
    }

    /// Text of that many bytes.
    static String text(int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> Character.toString('a' + i % 26))
                .collect(Collectors.joining());
    }
}
