package dev.thespis.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.cli.demo.Words.Frequency;
import org.junit.jupiter.api.Test;

final class WordCountTest {
    private final WordCount count = new WordCount();

    @Test
    void countsRunsOfLettersAndDigitsInLowerCase() {
        var text = "It is, it IS: is it 42? 𝒜bc-𝒜BC";
        count.line(text);

        assertThat(count.top(3))
                .containsExactly(new Frequency("is", 3), new Frequency("it", 3), new Frequency("𝒜bc", 2));
        assertThat(count.sum()).isEqualTo(new Words.Sum(1, text.length(), 9, 4));
    }

    @Test
    void countsLongWordsByTheirBeginning() {
        count.line("x".repeat(100) + " " + "x".repeat(64) + " " + "x".repeat(63));

        assertThat(count.top(5)).containsExactly(new Frequency("x".repeat(64), 2), new Frequency("x".repeat(63), 1));
    }

    @Test
    void boundsTheWordsThatItKnows() {
        for (var n = 0; n < 500_010; n++) count.line("w" + n);

        assertThat(count.sum().distinct()).isEqualTo(500_000);
        assertThat(count.sum().words()).isEqualTo(500_010);
    }

    @Test
    void forgetsEverything() {
        count.line("word");
        count.clear();

        assertThat(count.top(5)).isEmpty();
        assertThat(count.sum()).isEqualTo(new Words.Sum(0, 0, 0, 0));
    }
}
