package dev.thespis.bench.harness;

import dev.thespis.bench.load.Workload;
import dev.thespis.bench.load.Workload.Cores;
import dev.thespis.cli.terminal.Table.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures Thespis beside other systems: see docs/performance.md.
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        description =
                "Measure Thespis beside other systems, in two processes on loopback. docs/performance.md says how.")
public final class Main implements Callable<Integer> {
    @Option(names = "--systems", split = ",", description = "Which; all by default. ${COMPLETION-CANDIDATES}")
    private List<String> systems = Contenders.names();

    @Option(names = "--workloads", split = ",", description = "Which; all by default. 'none' for none.")
    private List<String> workloads =
            Arrays.stream(Workload.values()).map(Workload::label).toList();

    @Option(names = "--cores", split = ",", description = "Where, of plain, awake and pinned; all by default.")
    private List<String> cores = List.of("plain", "awake", "pinned");

    @Option(
            names = "--idle",
            split = ",",
            description = "Numbers of idle connections; ${DEFAULT-VALUE} by default. 0 for none.")
    private List<Integer> idle = List.of(1_000, 19_000);

    @Option(names = "--no-local", description = "Leave out actors within one process.")
    private boolean remoteOnly;

    @Option(names = "--rounds", description = "How often; ${DEFAULT-VALUE} by default.")
    private int rounds = 3;

    @Option(names = "--seconds", description = "How long each measurement takes; ${DEFAULT-VALUE} by default.")
    private double seconds = 2;

    @Option(names = "--warm-up", description = "How long each is warmed up, in seconds; ${DEFAULT-VALUE} by default.")
    private double warmUp = 2;

    @Option(names = "--json", description = "Where results go, one a line; ${DEFAULT-VALUE} by default.")
    private Path lines = Path.of("bench", "target", "results.jsonl");

    @Option(
            names = "--recordings",
            description = "A directory for flight recordings of all processes; measure one workload then.")
    private Path recordings;

    private Main() {}

    /// Measures and prints.
    ///
    /// @param arguments see `--help`
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new Main()).execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        for (var system : systems) {
            var unused = Contenders.remote(system);
        }
        var settings = new Harness.Settings(
                systems,
                workloads.equals(List.of("none"))
                        ? List.of()
                        : workloads.stream().map(Workload::of).toList(),
                cores.stream()
                        .map(name -> Cores.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList(),
                idle.stream().filter(count -> count > 0).toList(),
                !remoteOnly,
                rounds,
                nanos(warmUp),
                nanos(seconds),
                recordings);
        if (recordings != null) Files.createDirectories(recordings);
        var machine = Machine.here();
        var runs = new ArrayList<Run>();
        boolean good;
        try (var out = JsonLines.open(lines, machine)) {
            good = new Harness(settings, System.err::println, run -> {
                        runs.add(run);
                        out.add(line(run));
                    })
                    .run();
        }
        System.out.println(machine.inWords());
        var summary = new Summary(runs);
        for (var table : List.of(summary.rates(), summary.sizes()))
            for (var line : table.lines(Layout.ALIGNED)) System.out.println(line);
        System.err.println("lines in JSON: " + lines);
        return good ? 0 : 1;
    }

    private static Duration nanos(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private Map<String, Object> line(Run run) {
        var line = new LinkedHashMap<String, Object>();
        line.put("system", run.result().system());
        line.put("workload", run.result().workload());
        line.put("cores", run.cores().name().toLowerCase(Locale.ROOT));
        line.put("round", run.round());
        line.putAll(run.result().figures());
        line.put("seconds", seconds);
        return line;
    }
}
