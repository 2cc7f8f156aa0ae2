package dev.thespis.bench.fairness;

import dev.thespis.bench.harness.JsonLines;
import dev.thespis.bench.harness.Machine;
import dev.thespis.bench.harness.Worker;
import dev.thespis.cli.terminal.Table;
import java.io.IOException;
import java.nio.file.Path;
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
import tools.jackson.databind.json.JsonMapper;

/// Measures what a quiet one notices of a busy one: see docs/performance.md.
@Command(
        name = "bench/fairness",
        mixinStandardHelpOptions = true,
        description =
                "Measure how long calls of a quiet one take, alone and beside a busy one. docs/performance.md says"
                        + " how.")
public final class Main implements Callable<Integer> {
    @Option(names = "--scenarios", split = ",", description = "Which; all by default: ${DEFAULT-VALUE}.")
    private List<String> scenarios =
            Arrays.stream(Scenario.values()).map(Scenario::label).toList();

    @Option(names = "--seconds", description = "How long alone and beside, in each round; ${DEFAULT-VALUE} by default.")
    private double seconds = 1.5;

    @Option(names = "--rounds", description = "How often; ${DEFAULT-VALUE} by default.")
    private int rounds = 2;

    @Option(names = "--warm-up", description = "How long alone and beside before that; ${DEFAULT-VALUE} by default.")
    private double warmUp = 1;

    @Option(names = "--json", description = "Where results go, one a line; ${DEFAULT-VALUE} by default.")
    private Path lines = Path.of("bench", "target", "fairness.jsonl");

    private Main() {}

    /// Measures; prints a table in Markdown, and writes lines in JSON.
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
        var wanted = scenarios.stream().map(Scenario::of).toList();
        var machine = Machine.here();
        var outcomes = new ArrayList<Outcome>();
        try (var out = JsonLines.open(lines, machine)) {
            for (var scenario : wanted) {
                System.err.println("measuring: " + scenario.title());
                var outcome = measure(scenario);
                outcomes.add(outcome);
                out.add(line(outcome));
            }
        }
        System.out.println(machine.inWords());
        System.out.println();
        table(outcomes).lines(Table.Layout.MARKDOWN).forEach(System.out::println);
        System.err.println("lines in JSON: " + lines);
        return 0;
    }

    private Outcome measure(Scenario scenario) throws IOException {
        var json = JsonMapper.shared();
        var job = new FairnessJob(scenario.label(), (long) (warmUp * 1e9), (long) (seconds * 1e9), rounds);
        try (var client =
                Worker.start(List.of(), List.of(), FairnessClient.class, List.of(json.writeValueAsString(job)))) {
            return json.readValue(client.line(), Outcome.class);
        }
    }

    private Map<String, Object> line(Outcome outcome) {
        var line = new LinkedHashMap<String, Object>();
        line.put("scenario", outcome.scenario());
        line.putAll(outcome.figures());
        line.put("factor", outcome.factor());
        line.put("seconds", seconds);
        line.put("rounds", rounds);
        return line;
    }

    private static Table table(List<Outcome> outcomes) {
        var table = new Table(
                "beside",
                "it does per second",
                "p50 alone µs",
                "p50 beside",
                "p99 alone",
                "p99 beside",
                "factor of p99");
        for (var outcome : outcomes)
            table.row(
                    Scenario.of(outcome.scenario()).title(),
                    outcome.figure(Outcome.BUSY) == 0 ? "–" : number(outcome.figure(Outcome.BUSY)),
                    number(outcome.figure(Outcome.ALONE_P50)),
                    number(outcome.figure(Outcome.BESIDE_P50)),
                    number(outcome.figure(Outcome.ALONE_P99)),
                    number(outcome.figure(Outcome.BESIDE_P99)),
                    String.format(Locale.ROOT, "%.1f", outcome.factor()));
        return table;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
