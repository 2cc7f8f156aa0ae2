package dev.thespis.actor.internal;

/// Lets through so many messages within any stretch of a time. Everything in this class belongs to the inbox's
/// consumer.
///
/// It remembers when each of the last `count` messages went through: the next one must be a whole stretch later than
/// the first of them. A bucket of tokens would need less memory, but lets through twice as many in the worst case.
final class Throttle {
    private final long stretchNanos;
    private final long[] passedNanos;
    private int oldest;
    private int filled;

    Throttle(int count, long stretchNanos) {
        this.stretchNanos = stretchNanos;
        this.passedNanos = new long[count];
    }

    /// How long the next message must wait, from now.
    long waitNanos(long nowNanos) {
        return filled < passedNanos.length ? 0 : passedNanos[oldest] + stretchNanos - nowNanos;
    }

    /// A message goes through.
    void pass(long nowNanos) {
        passedNanos[oldest] = nowNanos;
        oldest = (oldest + 1) % passedNanos.length;
        filled = Math.min(filled + 1, passedNanos.length);
    }
}
