package dev.thespis.cli.demo;

import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.wire.Transparent;
import java.util.List;

/// What the client asks of the server: to count words.
@Namespace("demo")
interface Words {
    /// Counts the words of a line.
    @Transparent
    record Line(String text) implements Message<Words, Void> {}

    /// Replies the most frequent words, the most frequent first.
    record Top(int count) implements Message<Words, List<Frequency>> {}

    /// Replies how much was counted.
    record Totals() implements Message<Words, Sum> {}

    /// Starts anew.
    record Clear() implements Message<Words, Void> {}

    /// A word and how often it came.
    record Frequency(String word, long count) {}

    /// How much was counted.
    ///
    /// @param lines as they were sent; a very long one in several pieces
    /// @param characters of all lines
    /// @param words of all lines
    /// @param distinct how many words are counted by themselves
    record Sum(long lines, long characters, long words, int distinct) {}
}
