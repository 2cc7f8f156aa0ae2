package dev.thespis.examples.chat;

import java.io.PrintStream;

/// Where lines are shown. Used by many threads, one line at a time. One that is slow keeps the actors that write to it,
/// and so, through their credit, those who write to them.
final class Screen {
    private final PrintStream out;

    Screen(PrintStream out) {
        this.out = out;
    }

    /// Shows a line.
    ///
    /// @param text comes from somebody else
    synchronized void print(String before, String text) {
        out.println(before + Text.shown(text));
        out.flush();
    }

    void note(String text) {
        print("* ", text);
    }
}
