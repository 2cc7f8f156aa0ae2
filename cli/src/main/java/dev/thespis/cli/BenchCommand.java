package dev.thespis.cli;

import dev.thespis.cli.bench.Bench;
import dev.thespis.cli.bench.Figures;
import dev.thespis.cli.child.Program;
import dev.thespis.cli.json.Json;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Table;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures calls and sends.
@Command(
        name = "bench",
        description = {
            "Measure calls and sends between two processes on loopback, beside a raw socket that exchanges the same frames.",
            "Calls with 1, 16 and 256 outstanding, made by as many waiting virtual threads ('call') or by one thread that does"
                    + " not wait ('call-async'); sends by one thread, until all are handled. /RAW is the rate divided by the"
                    + " raw socket's; p50 and p99 are round trips in µs; CPU is processor time per message in µs, in the"
                    + " calling and in the called process."
        })
final class BenchCommand extends BaseCommand {
    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            defaultValue = "1",
            converter = Seconds.class,
            description =
                    "How long each measurement takes, after half of it for warming up; ${DEFAULT-VALUE} by default.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Duration seconds;

    @Option(names = "--json", description = "Print an array of objects.")
    private boolean json;

    @Override
    ExitCode run() throws Exception {
        var figures = new Bench(new Program(Main.class), seconds, this::tell).run();
        if (json) print(Json.of(figures));
        else print(table(figures));
        return ExitCode.OK;
    }

    private static Table table(List<Figures> figures) {
        var table = new Table(
                "WHAT", "OUT", "BYTES", "OVER", "PER SECOND", "/RAW", "p50", "p99", "CPU CALLING", "CPU CALLED");
        for (var row : figures)
            table.row(
                    row.kind(),
                    row.outstanding(),
                    row.payloadBytes(),
                    row.transport(),
                    number("%,.0f", row.perSecond()),
                    number("%.2f", row.toRaw()),
                    row.p50Micros() == 0 ? "-" : number("%.1f", row.p50Micros()),
                    row.p99Micros() == 0 ? "-" : number("%.1f", row.p99Micros()),
                    number("%.2f", row.clientCpuMicros()),
                    number("%.2f", row.serverCpuMicros()));
        return table;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
