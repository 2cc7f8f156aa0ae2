package dev.thespis.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PiecesTest {
    private static List<String> all(Reader reader) throws IOException {
        var pieces = new Pieces(reader);
        var all = new ArrayList<String>();
        for (var piece = pieces.next(); piece != null; piece = pieces.next()) all.add(piece);
        return all;
    }

    private static List<String> all(String text) throws IOException {
        return all(new StringReader(text));
    }

    @Test
    void takesTextApartAtLineEnds() throws IOException {
        assertThat(all("one\n\ntwo\nthree")).containsExactly("one", "", "two", "three");
        assertThat(all("one\n")).containsExactly("one");
        assertThat(all("")).isEmpty();
    }

    @Test
    void cutsLongLinesBehindWords() throws IOException {
        var text = "word ".repeat(10_000);

        var pieces = all(text);

        assertThat(pieces).hasSizeGreaterThan(5).allMatch(piece -> piece.length() <= 8192 && piece.endsWith(" "));
        assertThat(String.join("", pieces)).isEqualTo(text);
    }

    @Test
    void cutsEndlessWordsBetweenCharacters() throws IOException {
        var text = "a" + "𝒜".repeat(20_000);

        var pieces = all(text);

        assertThat(pieces).noneMatch(piece -> Character.isLowSurrogate(piece.charAt(0)));
        assertThat(String.join("", pieces)).isEqualTo(text);
    }

    @Test
    void doesNotMindHowManyCharactersAReadBrings() throws IOException {
        var text = "one\ntwo three\n" + "long ".repeat(4000) + "\nend";
        var slow = new FilterReader(new StringReader(text)) {
            @Override
            public int read(char[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(length, 1));
            }
        };

        assertThat(all(slow)).isEqualTo(all(text));
    }
}
