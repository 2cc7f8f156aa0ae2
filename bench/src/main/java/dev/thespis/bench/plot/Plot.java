package dev.thespis.bench.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Lines through points, upwards on a logarithmic scale, as SVG. Its colours are of a middle tone and there is nothing
/// behind it, so that it can be read on a light page and on a dark one.
///
/// @param title above
/// @param across what the horizontal axis says
/// @param up what the vertical axis says
/// @param scale of the horizontal axis
/// @param lines one to three, with one point at least
public record Plot(String title, String across, String up, Scale scale, List<Line> lines) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 360;
    private static final int LEFT = 72;
    private static final int RIGHT = 24;
    private static final int TOP = 62;
    private static final int BOTTOM = 52;
    private static final String TEXT = "#7d8590";
    private static final List<String> COLOURS = List.of("#2f81f7", "#d4712a", "#3a9a4a");

    /// How numbers are spread.
    public enum Scale {
        /// By their logarithm; all are positive.
        LOGARITHMIC,
        /// As they are.
        LINEAR;

        private double of(double value) {
            return this == LOGARITHMIC ? Math.log10(value) : value;
        }
    }

    /// A line.
    ///
    /// @param name in the legend
    /// @param points from left to right
    public record Line(String name, List<Point> points) {
        /// Copies the points.
        public Line {
            points = List.copyOf(points);
        }
    }

    /// A point.
    ///
    /// @param x across
    /// @param y up, positive
    public record Point(double x, double y) {}

    /// Checks that it can be drawn.
    public Plot {
        lines = List.copyOf(lines);
        if (lines.isEmpty() || lines.size() > COLOURS.size() || points(lines).isEmpty())
            throw new IllegalArgumentException("lines=" + lines + ": 1 to 3, with one point at least");
        for (var point : points(lines))
            if (!(point.y > 0) || !(scale.of(point.x) > Double.NEGATIVE_INFINITY))
                throw new IllegalArgumentException("point=" + point + " has no logarithm");
    }

    private static List<Point> points(List<Line> lines) {
        return lines.stream().flatMap(line -> line.points.stream()).toList();
    }

    /// Draws it.
    ///
    /// @return a document
    public String svg() {
        return new Drawing().draw();
    }

    /// A number, short.
    static String label(double value) {
        if (value == 0) return "0";
        if (value >= 1024 && value % 1024 == 0)
            return value % (1 << 20) == 0 ? plain(value / (1 << 20)) + " Mi" : plain(value / 1024) + " Ki";
        if (value >= 1e6) return plain(value / 1e6) + " M";
        return value >= 1e4 ? plain(value / 1e3) + " k" : plain(value);
    }

    private static String plain(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3g", value)
                        .replaceFirst("(\\.\\d*?)0+$", "$1")
                        .replaceFirst("\\.$", "");
    }

    /// What is in the course of being drawn.
    private final class Drawing {
        private final StringBuilder out = new StringBuilder();
        private final List<Double> xs =
                points(lines).stream().map(Point::x).distinct().sorted().toList();
        private final double[] ticks = ticks(
                points(lines).stream().mapToDouble(Point::y).min().orElseThrow(),
                points(lines).stream().mapToDouble(Point::y).max().orElseThrow());

        String draw() {
            out.append(String.format(
                    Locale.ROOT,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                            + " role=\"img\" font-family=\"sans-serif\" font-size=\"12\">%n",
                    WIDTH,
                    HEIGHT,
                    WIDTH,
                    HEIGHT));
            out.append("<title>").append(escaped(title)).append("</title>\n");
            text(LEFT, 20, "start", title, TEXT, " font-size=\"15\"");
            for (var tick : ticks) {
                rule(LEFT, y(tick), WIDTH - RIGHT, y(tick));
                text(LEFT - 8, y(tick) + 4, "end", label(tick), TEXT, "");
            }
            for (var x : xs) {
                rule(x(x), TOP, x(x), HEIGHT - BOTTOM);
                text(x(x), HEIGHT - BOTTOM + 18, "middle", label(x), TEXT, "");
            }
            text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", across, TEXT, "");
            text(
                    0,
                    0,
                    "middle",
                    up,
                    TEXT,
                    " transform=\"translate(16 " + (TOP + HEIGHT - BOTTOM) / 2 + ") rotate(-90)\"");
            for (var n = 0; n < lines.size(); n++) line(lines.get(n), COLOURS.get(n), LEFT + n * 210);
            return out.append("</svg>\n").toString();
        }

        private void line(Line line, String colour, int legend) {
            text(legend, 44, "start", "● " + line.name, colour, "");
            out.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
                    .append(colour)
                    .append("\" points=\"");
            out.append(String.join(
                    " ",
                    line.points.stream()
                            .map(point -> number(x(point.x)) + "," + number(y(point.y)))
                            .toList()));
            out.append("\"/>\n");
            for (var point : line.points)
                out.append(String.format(
                        Locale.ROOT,
                        "<circle cx=\"%s\" cy=\"%s\" r=\"4\" fill=\"%s\"><title>%s</title></circle>%n",
                        number(x(point.x)),
                        number(y(point.y)),
                        colour,
                        escaped(label(point.x) + ": " + plain(point.y))));
        }

        private void rule(double fromX, double fromY, double toX, double toY) {
            out.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-opacity=\"0.25\"/>%n",
                    number(fromX),
                    number(fromY),
                    number(toX),
                    number(toY),
                    TEXT));
        }

        private void text(double x, double y, String anchor, String text, String colour, String more) {
            out.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"%s\"%s>%s</text>%n",
                    number(x),
                    number(y),
                    anchor,
                    colour,
                    more,
                    escaped(text)));
        }

        private double x(double value) {
            return part(scale.of(value), scale.of(xs.getFirst()), scale.of(xs.getLast())) * (WIDTH - LEFT - RIGHT)
                    + LEFT;
        }

        private double y(double value) {
            var part = part(Math.log10(value), Math.log10(ticks[0]), Math.log10(ticks[ticks.length - 1]));
            return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
        }

        private static double part(double value, double from, double to) {
            return to > from ? (value - from) / (to - from) : 0.5;
        }
    }

    /// Round numbers, of which the first is no more than the least value and the last no less than the greatest; 1, 2
    /// and 5 in each decade, or less if there are many.
    static double[] ticks(double least, double greatest) {
        var from = (int) Math.floor(Math.log10(least));
        var to = (int) Math.ceil(Math.log10(greatest));
        var steps = to - from > 3 ? new double[] {1} : new double[] {1, 2, 5};
        var all = IntStream.rangeClosed(from, to)
                .boxed()
                .flatMapToDouble(power -> DoubleStream.of(steps).map(step -> step * Math.pow(10, power)))
                .toArray();
        var first = 0;
        while (all[first + 1] <= least) first++;
        var last = all.length - 1;
        while (last > first + 1 && all[last - 1] >= greatest) last--;
        return Arrays.copyOfRange(all, first, last + 1);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
