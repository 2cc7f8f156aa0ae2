package dev.thespis.bench.growth;

import dev.thespis.bench.harness.JsonLines;
import dev.thespis.bench.harness.Machine;
import dev.thespis.bench.harness.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// Measures how cost grows: see docs/performance.md.
@Command(
        name = "bench/growth",
        mixinStandardHelpOptions = true,
        description = "Measure how cost grows, in two processes on loopback. docs/performance.md says how.")
public final class Main implements Callable<Integer> {
    /// Room for a million actors.
    private static final List<String> OPTIONS = List.of("-Xms1g", "-Xmx4g", "-XX:+UseG1GC");

    @Option(names = "--axes", split = ",", description = "Which; all by default: ${DEFAULT-VALUE}.")
    private List<String> axes = Arrays.stream(Axis.values()).map(Axis::label).toList();

    @Option(names = "--largest", description = "Leave out larger sizes, but for the smallest of each axis.")
    private int largest = Integer.MAX_VALUE;

    @Option(names = "--seconds", description = "How long each measurement takes; ${DEFAULT-VALUE} by default.")
    private double seconds = 0.8;

    @Option(names = "--warm-up", description = "How long each axis is warmed up, in seconds; ${DEFAULT-VALUE}.")
    private double warmUp = 5;

    @Option(names = "--json", description = "Where results go, one a line; ${DEFAULT-VALUE} by default.")
    private Path lines = Path.of("bench", "target", "growth.jsonl");

    @Option(names = "--plots", description = "The directory of the plots; ${DEFAULT-VALUE} by default.")
    private Path plots = Path.of("docs", "plots");

    private Main() {}

    /// Measures; prints tables in Markdown, and writes lines in JSON and plots.
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
        var wanted = axes.stream().map(Axis::of).toList();
        var machine = Machine.here();
        System.out.println(machine.inWords());
        Files.createDirectories(plots);
        try (var out = JsonLines.open(lines, machine)) {
            for (var axis : wanted) {
                System.err.println("measuring: " + axis.title());
                var report = new Report(axis, measure(axis));
                for (var point : report.points()) out.add(line(point));
                Files.writeString(
                        plots.resolve(axis.label() + ".svg"), report.plot().svg());
                System.out.println();
                report.markdown().forEach(System.out::println);
            }
        }
        System.err.println("plots: " + plots + ", lines in JSON: " + lines);
        return 0;
    }

    private List<Point> measure(Axis axis) throws IOException {
        var json = JsonMapper.shared();
        var sizes = axis.sizes().stream()
                .filter(size -> size <= Math.max(largest, axis.sizes().getFirst()))
                .toList();
        var job = new GrowthJob(axis.label(), sizes, (long) (warmUp * 1e9), (long) (seconds * 1e9), OPTIONS);
        var points = new ArrayList<Point>();
        try (var client = Worker.start(List.of(), OPTIONS, GrowthClient.class, List.of(json.writeValueAsString(job)))) {
            for (var line = client.lineOrNull(); line != null; line = client.lineOrNull())
                points.add(json.readValue(line, Point.class));
        }
        if (points.size() < sizes.size())
            throw new IOException(
                    "axis " + axis.label() + " gave " + points.size() + " points of " + sizes.size() + ", see above");
        return points;
    }

    private Map<String, Object> line(Point point) {
        var line = new LinkedHashMap<String, Object>();
        line.put("axis", point.axis());
        line.put("size", point.size());
        line.putAll(point.figures());
        line.put("seconds", seconds);
        return line;
    }
}
