package dev.thespis.cli.demo;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/// Takes text apart into lines, and lines that are very long into pieces, at the end of a word if there is one.
/// However long the text and its lines, no more than a piece is held. Not safe for use by several threads.
final class Pieces {
    private static final int MAX_CHARACTERS = 8192;

    private final Reader reader;
    private final char[] buffer = new char[MAX_CHARACTERS];
    private int start;
    private int end;
    private boolean ended;

    Pieces(Reader reader) {
        this.reader = reader;
    }

    /// The next line without its end, or the next piece of a long one.
    ///
    /// @return null at the end of the text
    @Nullable
    String next() throws IOException {
        var searched = start;
        while (true) {
            for (; searched < end; searched++) if (buffer[searched] == '\n') return take(searched, searched + 1);
            if (end - start == buffer.length) {
                var cut = cut();
                return take(cut, cut);
            }
            if (ended) return start == end ? null : take(end, end);
            searched -= compact();
            fill();
        }
    }

    private String take(int to, int next) {
        var text = new String(buffer, start, to - start);
        start = next;
        return text;
    }

    private int compact() {
        var moved = start;
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        return moved;
    }

    private void fill() throws IOException {
        var count = reader.read(buffer, end, buffer.length - end);
        if (count < 0) ended = true;
        else end += count;
    }

    /// Behind the last character of the full buffer that is no part of a word; if there is none, between two
    /// characters.
    private int cut() {
        for (var i = end; i > start; i--) {
            var c = buffer[i - 1];
            if (!Character.isLetterOrDigit(c) && !Character.isSurrogate(c)) return i;
        }
        return Character.isHighSurrogate(buffer[end - 1]) ? end - 1 : end;
    }
}
