package dev.thespis.cli.soak;

import java.util.function.BooleanSupplier;

/// How fast bytes may pass in one direction: freely, slowly, or not at all. Guarded by this.
final class Valve {
    private static final int FREE = Integer.MAX_VALUE;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final long LOOK_MILLIS = 200;

    private int bytesPerSecond = FREE;

    synchronized void open() {
        limit(FREE);
    }

    synchronized void shut() {
        limit(0);
    }

    synchronized void limit(int value) {
        bytesPerSecond = value;
        notifyAll();
    }

    /// How many bytes to take at once, so that a slow stream trickles.
    synchronized int portion(int most) {
        return bytesPerSecond == FREE ? most : Math.clamp(bytesPerSecond / 10, 1, most);
    }

    /// Waits until so many bytes may pass, as it is by then, or the stream has ended.
    synchronized void pass(int bytes, BooleanSupplier ended) throws InterruptedException {
        var start = System.nanoTime();
        while (!ended.getAsBoolean()) {
            if (bytesPerSecond == FREE) return;
            var left = LOOK_MILLIS;
            if (bytesPerSecond > 0) {
                left = (long) bytes * 1_000 / bytesPerSecond - (System.nanoTime() - start) / NANOS_PER_MILLI;
                if (left <= 0) return;
            }
            wait(Math.min(left, LOOK_MILLIS));
        }
    }
}
