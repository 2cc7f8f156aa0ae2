package dev.thespis.bench.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/// Each scenario for as short a time as there is: nothing is said about fairness.
@Timeout(120)
final class FairnessTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("fairness.jsonl");
    }

    private int run(String scenarios) {
        return Main.run(
                "--scenarios",
                scenarios,
                "--seconds=0.02",
                "--warm-up=0.02",
                "--rounds=1",
                "--json",
                file().toString());
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void measuresAloneAndBeside(Scenario scenario) throws Exception {
        assertThat(run(scenario.label())).isZero();

        var line = JsonMapper.shared().readTree(Files.readString(file()));
        assertThat(line.get("scenario").stringValue()).isEqualTo(scenario.label());
        for (var name :
                new String[] {"aloneP50Micros", "aloneP99Micros", "besideP50Micros", "besideP99Micros", "factor"})
            assertThat(line.get(name).doubleValue()).as(name).isPositive();
        assertThat(line.get("busyPerSecond").doubleValue()).isNotNegative();
    }

    @Test
    void refusesAScenarioThatItDoesNotKnow() {
        assertThat(run("eclipse")).isNotZero();
        assertThat(file()).doesNotExist();
    }
}
