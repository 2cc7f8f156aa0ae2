package dev.thespis.cli;

import dev.thespis.cli.child.Program;
import dev.thespis.cli.json.Json;
import dev.thespis.cli.soak.Soak;
import dev.thespis.cli.terminal.ExitCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Disturbs connections and processes under load for a long time, and compares the books.
@Command(
        name = "soak",
        description = {
            "Run clients, a relay and a server in three processes under mixed load, while connections are cut, held up and"
                    + " slowed down, and processes are frozen, restarted and killed; then compare the books of both sides.",
            "Nothing that was promised may be lost, nothing handled twice or out of order, no call left without an outcome,"
                    + " and memory, threads and objects of each process must come back to where they began.",
            "What is disturbed is told on standard error, the result on standard output. It ends with 1 if something does"
                    + " not fit, and leaves the books and threads in a directory then."
        })
final class SoakCommand extends BaseCommand {
    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            defaultValue = "60",
            converter = Seconds.class,
            description = "How long to disturb, 0.001 to 86400; ${DEFAULT-VALUE} by default. To begin and to end takes"
                    + " some seconds more.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Duration seconds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What all chance is made from; ${DEFAULT-VALUE} by default. Equal seeds disturb in the same"
                    + " way, but threads still run as they like.")
    private long seed;

    @Option(names = "--json", description = "Print an object.")
    private boolean json;

    @Override
    ExitCode run() throws Exception {
        var report = new Soak(new Program(Main.class), seed, seconds, this::tell).run();
        var passed = report.findings().isEmpty();
        var command = "thespis soak --seconds " + seconds.toMillis() / 1e3 + " --seed " + seed;
        if (json) {
            var object = new LinkedHashMap<String, Object>();
            object.put("command", command);
            object.put("passed", passed);
            object.put("figures", report.figures());
            object.put("findings", report.findings());
            print(Json.of(object));
        } else {
            report.figures().forEach((name, value) -> print(name + ": " + value));
            print(report.findings());
            print((passed ? "passed: " : "FAILED, see " + report.folder() + ": ") + command);
        }
        return passed ? ExitCode.OK : ExitCode.FAILED;
    }
}
