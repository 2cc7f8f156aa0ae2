package dev.thespis.cli.attack;

import java.util.Locale;

/// What a server did when it was attacked.
public sealed interface Reaction {
    /// What happened.
    ///
    /// @return part of a sentence
    String describe();

    /// It answered as it should, and goes on.
    ///
    /// @param count how many answers came
    /// @param detail what was answered
    record Answered(long count, String detail) implements Reaction {
        @Override
        public String describe() {
            return "answered %,d %s".formatted(count, detail);
        }
    }

    /// It closed the connections.
    ///
    /// @param sentBytes how much it was sent until then
    /// @param millis how long that took
    /// @param detail what it said at last, or what was done until then
    record CutOff(long sentBytes, long millis, String detail) implements Reaction {
        @Override
        public String describe() {
            return String.format(Locale.ROOT, "cut off after %,d bytes, %,d ms", sentBytes, millis)
                    + (detail.isEmpty() ? "" : ", " + detail);
        }
    }

    /// It does not read on, so that nothing more can be sent.
    ///
    /// @param sentBytes how much it has taken
    record HeldBack(long sentBytes) implements Reaction {
        @Override
        public String describe() {
            return String.format(Locale.ROOT, "held back after %,d bytes", sentBytes);
        }
    }

    /// It did nothing about it, and need not.
    ///
    /// @param detail what can be seen
    record Ignored(String detail) implements Reaction {
        @Override
        public String describe() {
            return "ignored, " + detail;
        }
    }

    /// It can't be attacked in this way.
    ///
    /// @param reason why not
    record Inapplicable(String reason) implements Reaction {
        @Override
        public String describe() {
            return reason;
        }
    }

    /// It did what it should not, or not what it should.
    ///
    /// @param detail what
    record Wrong(String detail) implements Reaction {
        @Override
        public String describe() {
            return detail;
        }
    }
}
