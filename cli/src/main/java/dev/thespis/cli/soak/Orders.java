package dev.thespis.cli.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/// What the parent tells its children on standard input, one order in a line, and what they say to that.
///
/// | order | what the child does | answer |
/// |---|---|---|
/// | `census` | counts what lives in it | `census ` and a [Census] |
/// | `dump FILE` | writes its threads into the file | `dumped` |
/// | `end`, or the end of the input | closes in order | none; it ends |
final class Orders {
    static final String LISTENING = "listening on ";
    static final String CENSUS = "census";
    static final String DUMP = "dump ";
    static final String DUMPED = "dumped";
    static final String END = "end";

    private Orders() {}

    /// Follows orders until the one to end.
    static void follow(Consumer<String> out) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (true) {
            var order = in.readLine();
            if (order == null || order.equals(END)) return;
            if (order.equals(CENSUS)) out.accept(CENSUS + " " + Census.take().line());
            if (order.startsWith(DUMP)) {
                Census.dump(Path.of(order.substring(DUMP.length())));
                out.accept(DUMPED);
            }
        }
    }
}
