package dev.thespis.wire.reference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Values that the golden data has too.
public final class Samples {
    private Samples() {}

    /// What the original calls `Everything::sample()`.
    public static Everything everything() {
        byte[] deadBeef = {(byte) 0xde, (byte) 0xad, (byte) 0xbe, (byte) 0xef};
        return new Everything(
                "héllo wörld €𝄞",
                List.of(0, -1, 23, 24, 255, 256, 65535, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE),
                Optional.of((byte) 7),
                Optional.empty(),
                new Inner(42, "inner"),
                List.of(new Inner(0, ""), new Inner(-1, "max")),
                new TreeMap<>(Map.of("", 0L, "a", 1L, "bb", -2L)),
                new TreeMap<>(Map.of(1, "one", 1000, "thousand")),
                new Shape.Unit(),
                new Shape.Newtype(-5),
                new Shape.Tuple((byte) 9, "nine"),
                new Shape.Struct(1.5, -0.1),
                List.of(
                        new Shape.Opt(Optional.empty()),
                        new Shape.Opt(Optional.of((byte) 1)),
                        new Shape.Nested(new Inner(1, "n")),
                        new Shape.Unit()),
                Math.PI,
                0.1f,
                true,
                -1,
                Long.MIN_VALUE,
                new Everything.Pair((byte) 1, "one"),
                null,
                'ß',
                deadBeef,
                deadBeef,
                new Everything.Three((byte) 1, (byte) 2, (byte) 200),
                new Everything.UnitStruct(),
                new Everything.NewType(77),
                new Everything.Pair((byte) 3, "three"));
    }
}
