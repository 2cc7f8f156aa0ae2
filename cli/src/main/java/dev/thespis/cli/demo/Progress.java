package dev.thespis.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Tells every few seconds how far a long input has been sent. Used by one thread.
final class Progress {
    private static final long EVERY_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int LOOK_EVERY_LINES = 1024;

    private final long bytes;
    private final Consumer<String> out;
    private final long start = System.nanoTime();
    private long toldNanos = start;
    private long sentBytes;
    private long lines;

    private Progress(long bytes, Consumer<String> out) {
        this.bytes = bytes;
        this.out = out;
    }

    static Progress of(List<Source> sources, Consumer<String> out) throws IOException {
        var bytes = 0L;
        for (var source : sources) bytes += source.bytes();
        return new Progress(bytes, out);
    }

    /// Counts a line that was sent; its length in characters and one for its end are near enough to its bytes.
    void add(String line) {
        sentBytes += line.length() + 1;
        if (++lines % LOOK_EVERY_LINES != 0) return;
        var now = System.nanoTime();
        if (now - toldNanos < EVERY_NANOS) return;
        toldNanos = now;
        out.accept(String.format(
                Locale.ROOT,
                "sent %,d MB of %,d MB (%d %%), %,.0f lines per second",
                sentBytes / 1_000_000,
                bytes / 1_000_000,
                bytes == 0 ? 0 : Math.min(100 * sentBytes / bytes, 100),
                lines * 1e9 / (now - start)));
    }
}
