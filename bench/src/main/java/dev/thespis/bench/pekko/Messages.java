package dev.thespis.bench.pekko;

/// What is asked of the server; written by Jackson, but the numbers that answer.
interface Messages {
    /// What the serialiser is bound to.
    interface Bound {}

    /// Is answered by its number.
    record Add(long n, String tag) implements Bound {}

    /// Is counted; the sender is told the count at every [Artery#ACK_EVERY]th.
    record Put(long n, String tag) implements Bound {}

    /// Comes back.
    record Echo(byte[] data) implements Bound {}

    /// Is answered by how many were counted.
    record Counted() implements Bound {}
}
