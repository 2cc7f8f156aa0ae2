package dev.thespis.cli.reference;

import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.wire.Transparent;
import dev.thespis.wire.Tuple;
import dev.thespis.wire.Unsigned;

/// What one actor keeps for all connections: a total, and counts of what it was sent.
@Namespace("remotes")
interface Hub {
    /// Adds to the total, wrapping around; replies the new one.
    @Transparent
    record Add(long n) implements Message<Hub, Long> {}

    /// Replies the total.
    record Show() implements Message<Hub, Long> {}

    /// Zeroes everything.
    record Reset() implements Message<Hub, Void> {}

    /// Is counted.
    @Transparent
    record Nop(@Unsigned long n) implements Message<Hub, Void> {}

    /// Replies how many [Nop]s there were.
    record Count() implements Message<Hub, Long> {}

    /// One of a row of numbers, each greater than the one before.
    @Transparent
    record Seq(@Unsigned long n) implements Message<Hub, Void> {}

    /// Replies in which order the [Seq]s came.
    record SeqReport() implements Message<Hub, Order> {}

    /// What became of a row of numbers.
    ///
    /// @param received how many there were
    /// @param early how many came right before a smaller one
    @Tuple
    record Order(@Unsigned long received, @Unsigned long early) {}
}
