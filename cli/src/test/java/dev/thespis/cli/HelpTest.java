package dev.thespis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.cli.terminal.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HelpTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "serve",
                "relay",
                "reference",
                "services",
                "call",
                "send",
                "ping",
                "id",
                "bench",
                "attack",
                "soak"
            })
    void everyCommandExplainsItselfAndTheExitCodes(String command) {
        var run = Run.of(command, "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: thespis " + command).contains("Exit codes:");
        for (var code : ExitCode.values()) assertThat(run.out()).contains(code.meaning());
    }

    @Test
    void listsAllCommandsButThoseOfChildProcesses() {
        assertThat(Run.of("--help").out())
                .contains(
                        "demo",
                        "serve",
                        "relay",
                        "reference",
                        "services",
                        "call",
                        "send",
                        "ping",
                        "id",
                        "bench",
                        "attack",
                        "soak")
                .doesNotContain("demo-server", "demo-client", "bench-server", "soak-server", "soak-relay");
    }

    @Test
    void tellsItsVersion() {
        assertThat(Run.of("--version").out()).startsWith("thespis 0.");
    }

    @Test
    void asksForACommand() {
        var run = Run.of();

        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.errLines()).singleElement().asString().contains("there is no command");
    }

    @Test
    void refusesUnknownCommandInOneLine() {
        var run = Run.of("dance");

        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.errLines()).singleElement().asString().contains("there is no command 'dance'", "--help");
    }

    @Test
    void printsNoStackTraceUnlessVerbose() {
        assertThat(Run.of("call", "localhost:0", "a::B").err()).doesNotContain("\tat ");
        assertThat(Run.of("call", "localhost:0", "a::B", "--verbose").err()).contains("\tat ");
    }
}
