package dev.thespis.bench.harness;

import dev.thespis.cli.terminal.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// Tables of what was measured: medians over the rounds, and ratios of ours to each system's within a round.
final class Summary {
    private static final String NONE = "-";

    private final List<Run> runs;

    Summary(List<Run> runs) {
        this.runs = runs;
    }

    /// What is done again and again.
    Table rates() {
        var table = new Table(
                "WHAT",
                "SYSTEM",
                "PER SECOND",
                "MIN",
                "MAX",
                "THESPIS/IT",
                "RATIO MIN",
                "RATIO MAX",
                "CPU CALLING",
                "CPU CALLED",
                "CPU THESPIS/IT",
                "B CALLING",
                "B CALLED",
                "p50",
                "p99",
                "p99.9",
                "p50 THESPIS/IT",
                "FAIR");
        for (var row : rows(run -> run.result().figures().containsKey(Result.RATE))) {
            var rates = row.values(figure(Result.RATE));
            var ratios = row.ratios(figure(Result.RATE));
            var cpu = figure(Result.CLIENT_CPU, Result.SERVER_CPU);
            table.row(
                    row.what(),
                    row.system(),
                    large(median(rates)),
                    large(min(rates)),
                    large(max(rates)),
                    small(median(ratios)),
                    small(min(ratios)),
                    small(max(ratios)),
                    small(median(row.values(figure(Result.CLIENT_CPU)))),
                    small(median(row.values(figure(Result.SERVER_CPU)))),
                    small(median(row.ratios(cpu))),
                    large(median(row.values(figure(Result.CLIENT_BYTES)))),
                    large(median(row.values(figure(Result.SERVER_BYTES)))),
                    small(median(row.values(figure(Result.P50)))),
                    small(median(row.values(figure(Result.P99)))),
                    small(median(row.values(figure(Result.P999)))),
                    small(median(row.ratios(figure(Result.P50)))),
                    small(median(row.values(figure(Result.FAIRNESS)))));
        }
        return table;
    }

    /// What something costs that is merely there.
    Table sizes() {
        var table = new Table("WHAT", "SYSTEM", "FIGURE", "MEDIAN", "MIN", "MAX", "THESPIS/IT");
        for (var row : rows(run -> !run.result().figures().containsKey(Result.RATE))) {
            var names = new LinkedHashSet<String>();
            for (var run : row.runs()) names.addAll(run.result().figures().keySet());
            for (var name : names) {
                var values = row.values(figure(name));
                table.row(
                        row.what(),
                        row.system(),
                        name,
                        large(median(values)),
                        large(min(values)),
                        large(max(values)),
                        small(median(row.ratios(figure(name)))));
            }
        }
        return table;
    }

    private static ToDoubleFunction<Run> figure(String... names) {
        return run -> Stream.of(names)
                .mapToDouble(name -> run.result().figures().getOrDefault(name, Double.NaN))
                .sum();
    }

    private List<Row> rows(Predicate<Run> wanted) {
        var rows = new ArrayList<Row>();
        var whats = new LinkedHashSet<String>();
        for (var run : runs) if (wanted.test(run)) whats.add(run.what());
        for (var what : whats) {
            var same = runs.stream().filter(run -> run.what().equals(what)).toList();
            var ours = ofSystem(same, Contenders.OURS);
            for (var system : Contenders.names()) {
                var its = ofSystem(same, system);
                if (!its.isEmpty()) rows.add(new Row(what, system, its, ours));
            }
        }
        return rows;
    }

    private static List<Run> ofSystem(List<Run> runs, String system) {
        return runs.stream().filter(run -> run.result().system().equals(system)).toList();
    }

    /// What one system did, and what ours did in the same rounds.
    private record Row(String what, String system, List<Run> runs, List<Run> ours) {
        double[] values(ToDoubleFunction<Run> figure) {
            return runs.stream()
                    .mapToDouble(figure)
                    .filter(Double::isFinite)
                    .sorted()
                    .toArray();
        }

        double[] ratios(ToDoubleFunction<Run> figure) {
            return runs.stream()
                    .flatMapToDouble(its -> ours.stream()
                            .filter(run -> run.round() == its.round())
                            .mapToDouble(run -> figure.applyAsDouble(run) / figure.applyAsDouble(its)))
                    .filter(Double::isFinite)
                    .sorted()
                    .toArray();
        }
    }

    private static double median(double[] sorted) {
        if (sorted.length == 0) return Double.NaN;
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static double min(double[] sorted) {
        return sorted.length == 0 ? Double.NaN : sorted[0];
    }

    private static double max(double[] sorted) {
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1];
    }

    private static String large(double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String small(double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%,.2f", value);
    }
}
