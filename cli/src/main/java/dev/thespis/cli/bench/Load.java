package dev.thespis.cli.bench;

import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.wire.Transparent;

/// What the benchmark asks of its server.
@Namespace("bench")
interface Load {
    /// Comes back.
    @Transparent
    record Echo(byte[] data) implements Message<Load, byte[]> {}

    /// Is counted.
    @Transparent
    record Sink(byte[] data) implements Message<Load, Void> {}

    /// Replies how many [Sink]s were counted.
    record Sunk() implements Message<Load, Long> {}

    /// Replies how much processor time the server's process has used, in nanoseconds.
    record CpuNanos() implements Message<Load, Long> {}
}
