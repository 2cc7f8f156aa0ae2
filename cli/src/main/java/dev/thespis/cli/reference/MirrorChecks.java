package dev.thespis.cli.reference;

import dev.thespis.cli.reference.Check.Mismatch;
import dev.thespis.wire.Output;
import dev.thespis.wire.cbor.Cbor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Checks of what comes back as it was sent, of all types and sizes.
final class MirrorChecks {
    private static final int LARGE = 100_000;
    private static final int LARGER = 500_000;

    private MirrorChecks() {}

    static List<Check> all() {
        var checks = new ArrayList<Check>();
        checks.add(new Check("Echo of text in all lengths of UTF-8", MirrorChecks::echo));
        checks.add(new Check("Blob of no, few and all bytes", MirrorChecks::blob));
        checks.add(new Check("BlobVec of no, few and all numbers", MirrorChecks::numbers));
        for (var figure : Samples.figures())
            checks.add(new Check(
                    "Shape " + figure,
                    arena -> arena.equal(figure, arena.remotes().call(new Mirror.Shape(figure)))));
        checks.add(new Check("Everything, one of each type", MirrorChecks::everything));
        checks.add(new Check("Div replies Ok", MirrorChecks::divide));
        checks.add(new Check("Div by 0 replies Err", MirrorChecks::divideByZero));
        for (var size : List.of(LARGE, LARGER)) {
            var kilobytes = size / 1000 + " kB";
            checks.add(new Check("Fill of " + kilobytes, arena -> fill(arena, size)));
            checks.add(new Check("Echo of " + kilobytes, arena -> largeEcho(arena, size)));
            checks.add(new Check("Blob of " + kilobytes, arena -> blob(arena, size)));
            checks.add(new Check("BlobVec of " + kilobytes, arena -> numbers(arena, size)));
        }
        return checks;
    }

    private static void echo(Arena arena) throws Exception {
        for (var text : Samples.texts()) arena.equal(text, arena.remotes().call(new Mirror.Echo(text)));
    }

    private static void largeEcho(Arena arena, int size) throws Exception {
        var text = Samples.text(size);
        arena.equal(text, arena.remotes().call(new Mirror.Echo(text)));
    }

    private static void blob(Arena arena) throws Exception {
        for (var size : List.of(0, 3, 24, 256, 70_000)) blob(arena, size);
    }

    private static void blob(Arena arena, int size) throws Exception {
        var bytes = Samples.bytes(size);
        same(bytes, arena.remotes().call(new Mirror.Blob(bytes)));
    }

    private static void numbers(Arena arena) throws Exception {
        for (var size : List.of(0, 3, 24, 256, 70_000)) numbers(arena, size);
    }

    private static void numbers(Arena arena, int size) throws Exception {
        var numbers = Samples.bytes(size);
        same(numbers, arena.remotes().call(new Mirror.BlobVec(numbers)).numbers());
    }

    private static void same(byte[] expected, byte[] actual) throws Mismatch {
        var index = Arrays.mismatch(expected, actual);
        if (index >= 0)
            throw new Mismatch("expected " + expected.length + " bytes, got " + actual.length
                    + ", which differ from byte " + index + " on");
    }

    private static void everything(Arena arena) throws Exception {
        var sent = Samples.everything();
        var expected = encoded(sent);
        var actual = encoded(arena.remotes().call(sent));
        var index = Arrays.mismatch(expected, actual);
        if (index < 0) return;
        throw new Mismatch("expected " + HexFormat.of().formatHex(expected) + ", got "
                + HexFormat.of().formatHex(actual) + ", which differs from byte " + index + " on");
    }

    private static byte[] encoded(Mirror.Everything everything) {
        var out = new Output(1024);
        Cbor.codecs().codec(Mirror.Everything.class).write(everything, out);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void divide(Arena arena) throws Exception {
        arena.equal(new Result.Ok<>(-3L), arena.remotes().call(new Mirror.Div(-7, 2)));
    }

    private static void divideByZero(Arena arena) throws Exception {
        arena.equal(new Result.Err<>("cannot divide 7 by 0"), arena.remotes().call(new Mirror.Div(7, 0)));
    }

    private static void fill(Arena arena, int size) throws Exception {
        arena.equal("x".repeat(size), arena.remotes().call(new Mirror.Fill(size)));
    }
}
