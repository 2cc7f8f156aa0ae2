package dev.thespis.cli.demo;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
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
    private long readBytes;
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

    /// Counts what is read.
    InputStream counted(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                var value = super.read();
                if (value >= 0) readBytes++;
                return value;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                var count = super.read(target, offset, length);
                if (count > 0) readBytes += count;
                return count;
            }
        };
    }

    /// Counts a line that was sent.
    void sent() {
        if (++lines % LOOK_EVERY_LINES != 0) return;
        var now = System.nanoTime();
        if (now - toldNanos < EVERY_NANOS) return;
        toldNanos = now;
        out.accept(String.format(
                Locale.ROOT,
                "sent %,d MB%s, %,.0f lines per second",
                readBytes / 1_000_000,
                ofAll(),
                lines * 1e9 / (now - start)));
    }

    /// Pipes and devices have no size, and files may grow meanwhile.
    private String ofAll() {
        if (bytes < readBytes) return "";
        return String.format(Locale.ROOT, " of %,d MB (%d %%)", bytes / 1_000_000, 100 * readBytes / bytes);
    }
}
