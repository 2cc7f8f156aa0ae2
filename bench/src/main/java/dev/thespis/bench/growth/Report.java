package dev.thespis.bench.growth;

import dev.thespis.bench.harness.Result;
import dev.thespis.bench.plot.Plot;
import dev.thespis.bench.plot.Plot.Line;
import dev.thespis.bench.plot.Plot.Scale;
import dev.thespis.cli.terminal.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What was measured along one axis, as a table and as a picture.
///
/// @param axis what has grown
/// @param points in the order of their sizes
record Report(Axis axis, List<Point> points) {
    private static final String NONE = "–";

    /// For a document.
    List<String> markdown() {
        var columns = new LinkedHashMap<String, ToDoubleFunction<Point>>();
        columns.put("per second", point -> point.figure(Result.RATE));
        columns.put("CPU µs calling", point -> point.figure(Result.CLIENT_CPU));
        columns.put("called", point -> point.figure(Result.SERVER_CPU));
        columns.put("both, " + inUnits() + " per " + axis.unitName(), this::unitCost);
        columns.put("times the row before", this::growth);
        columns.put("p50 µs", point -> point.figure(Result.P50));
        columns.put("heap bytes of each, calling", point -> point.figure(Point.CLIENT_HEAP));
        columns.put("called ", point -> point.figure(Point.SERVER_HEAP));
        columns.put("CPU µs to make one", point -> point.figure(Point.MAKE));
        columns.put("to end one", point -> point.figure(Point.END));
        columns.values().removeIf(column -> points.stream().mapToDouble(column).allMatch(Double::isNaN));
        var titles = new ArrayList<String>();
        titles.add(axis.title());
        columns.keySet().forEach(title -> titles.add(title.strip()));
        var table = new Table(titles.toArray(new String[0]));
        for (var point : points) {
            var cells = new ArrayList<Object>();
            cells.add(String.format(Locale.ROOT, "%,d", point.size()));
            for (var column : columns.values()) cells.add(cell(column.applyAsDouble(point)));
            table.row(cells.toArray());
        }
        return table.lines(Table.Layout.MARKDOWN);
    }

    /// For looking at.
    Plot plot() {
        var lines = new ArrayList<Line>();
        lines.add(line("CPU, " + inUnits() + " per " + axis.unitName(), this::unitCost));
        // bytes cost nanoseconds, and a call of them may take a second
        if (axis != Axis.PAYLOAD) lines.add(line("p50, µs", point -> point.figure(Result.P50)));
        return new Plot(
                "Cost by " + axis.title() + ", both processes",
                axis.title(),
                inUnits(),
                axis == Axis.HOPS ? Scale.LINEAR : Scale.LOGARITHMIC,
                lines);
    }

    private Line line(String name, ToDoubleFunction<Point> figure) {
        return new Line(
                name,
                points.stream()
                        .map(point -> new Plot.Point(point.size(), figure.applyAsDouble(point)))
                        .filter(point -> point.y() > 0)
                        .toList());
    }

    private String inUnits() {
        return axis == Axis.PAYLOAD ? "ns" : "µs";
    }

    private double unitCost(Point point) {
        var server = point.figures().getOrDefault(Result.SERVER_CPU, 0.0);
        var micros = (point.figure(Result.CLIENT_CPU) + server) / axis.units(point.size());
        return axis == Axis.PAYLOAD ? micros * 1e3 : micros;
    }

    private double growth(Point point) {
        var index = points.indexOf(point);
        return index == 0 ? Double.NaN : unitCost(point) / unitCost(points.get(index - 1));
    }

    private static String cell(double value) {
        if (Double.isNaN(value)) return NONE;
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.3g", value);
    }
}
