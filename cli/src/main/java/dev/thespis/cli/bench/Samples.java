package dev.thespis.cli.bench;

import java.util.Arrays;

/// How long calls took. Kept only where calls come one after the other, and at most the first million. Used by one
/// thread.
final class Samples {
    private static final int MOST = 1_000_000;

    private final boolean kept;
    private long[] nanos = new long[1024];
    private int count;

    Samples(Mode mode) {
        this.kept = mode.oneByOne();
    }

    void add(long value) {
        if (!kept || count == MOST) return;
        if (count == nanos.length) nanos = Arrays.copyOf(nanos, Math.min(2 * count, MOST));
        nanos[count++] = value;
    }

    long[] sorted() {
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted;
    }
}
