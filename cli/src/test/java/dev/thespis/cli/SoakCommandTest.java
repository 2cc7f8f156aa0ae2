package dev.thespis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.cli.terminal.ExitCode;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class SoakCommandTest {
    /// About two minutes, begin and end included; much longer only where something hangs, which the soak itself finds.
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void losesNothingRepeatsNothingAndLeavesNothingBehind() {
        var run = Run.of("soak", "--seconds", "100", "--seed", "1", "--json");

        assertThat(run.code()).as(run.toString()).isEqualTo(ExitCode.OK.number());
        assertThat(run.out()).contains("\"passed\":true", "\"findings\":[]", "thespis soak --seconds 100.0 --seed 1");
        assertThat(run.err()).contains("all is calm again");
    }

    @Test
    void refusesATimeThatIsNone() {
        assertThat(Run.of("soak", "--seconds", "0").code()).isEqualTo(ExitCode.USAGE.number());
    }
}
