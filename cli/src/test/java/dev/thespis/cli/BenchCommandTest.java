package dev.thespis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class BenchCommandTest {
    @Test
    void benchMeasuresEveryModeBesideTheRawSocket() {
        var run = Run.of("bench", "--seconds", "0.02", "--json");

        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.out())
                .contains(
                        "\"transport\":\"raw\"", "\"kind\":\"call-async\"", "\"kind\":\"send\"", "\"outstanding\":256");
        assertThat(run.out().split("\"transport\":\"peer\"", -1)).hasSize(13);
    }
}
