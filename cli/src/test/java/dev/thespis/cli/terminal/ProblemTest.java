package dev.thespis.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProblemTest {
    @Test
    void aLineHasNothingThatATerminalWouldObey() {
        assertThat(Problem.oneLine(" a\u001b[31mb\r\nc\u009b1md\u202ee\u2028f\u0000 "))
                .isEqualTo("a [31mb c 1md e f");
        assertThat(Problem.oneLine("caf\u00e9 \ud83d\ude00")).isEqualTo("caf\u00e9 \ud83d\ude00");
    }
}
