package dev.thespis.bench.growth;

import dev.thespis.bench.harness.Result;
import dev.thespis.bench.harness.Spent;
import dev.thespis.bench.harness.Usage;
import dev.thespis.bench.harness.Worker;
import dev.thespis.bench.load.Times;
import dev.thespis.cli.child.Child;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/// The process that calls. It goes up to the largest size and down again in one go, and measures each size both times,
/// so that what a virtual machine learns on the way is no growth.
final class GrowthClient {
    /// Fewer things than that hold less than what else changes in a heap.
    private static final int FEWEST_FOR_HEAP = 900;

    /// Making fewer is over before it can be measured.
    private static final int FEWEST_FOR_CPU = 90;

    private final GrowthJob job;
    private final Axis axis;
    private final Worker server;
    private final Subject subject;
    private final Times times = new Times(true);

    private GrowthClient(GrowthJob job, Worker server, Subject subject) {
        this.job = job;
        this.axis = Axis.of(job.axis());
        this.server = server;
        this.subject = subject;
    }

    /// Prints one [Point] a line.
    ///
    /// @param arguments a [GrowthJob] in JSON
    /// @throws Exception if anything fails
    public static void main(String[] arguments) throws Exception {
        var out = Worker.answers();
        Child.endWithParent();
        var json = JsonMapper.shared();
        run(json.readValue(arguments[0], GrowthJob.class), point -> out.println(json.writeValueAsString(point)));
        System.exit(0); // nothing has to be waited for
    }

    private static void run(GrowthJob job, Consumer<Point> points) throws Exception {
        var axis = Axis.of(job.axis());
        if (axis.isLocal()) {
            try (var subject = axis.subject(null, 0)) {
                new GrowthClient(job, null, subject).measure(points);
            }
        } else {
            try (var server = Worker.start(List.of(), job.serverOptions(), GrowthServer.class, List.of(axis.label()))) {
                try (var subject = axis.subject(server, Integer.parseInt(server.line()))) {
                    new GrowthClient(job, server, subject).measure(points);
                }
            }
        }
    }

    private void measure(Consumer<Point> points) throws Exception {
        var sizes = job.sizes();
        warmUp(sizes.getFirst());
        warmUp(sizes.get(sizes.size() / 2));
        subject.resize(0);
        var up = new ArrayList<Point>();
        var before = 0;
        for (var size : sizes) {
            var figures = make(before, size);
            figures.putAll(work());
            up.add(new Point(axis.label(), size, figures));
            before = size;
        }
        var down = new ArrayList<Point>();
        for (var n = sizes.size() - 1; n >= 0; n--) {
            var figures = work();
            figures.putAll(end(sizes.get(n), n == 0 ? 0 : sizes.get(n - 1)));
            down.addFirst(new Point(axis.label(), sizes.get(n), figures));
        }
        for (var n = 0; n < sizes.size(); n++) points.accept(up.get(n).better(down.get(n)));
    }

    private void warmUp(int size) throws Exception {
        subject.resize(size);
        var unused = subject.work(System.nanoTime() + job.warmUpNanos() / 4);
        subject.single(times, System.nanoTime() + job.warmUpNanos() / 4);
    }

    private Map<String, Double> work() throws Exception {
        var unused = subject.work(System.nanoTime() + job.nanos() / 4);
        var figures = new HashMap<>(Spent.on(server, () -> subject.work(System.nanoTime() + job.nanos()))
                .figures());
        subject.single(times, System.nanoTime() + job.nanos() / 2);
        figures.put(Result.P50, Times.micros(times.sorted(), 0.5));
        return figures;
    }

    private Map<String, Double> make(int before, int size) throws Exception {
        var more = size - before;
        var heap = axis.isCounted() && more >= FEWEST_FOR_HEAP;
        var here = heap ? Usage.collected().heapBytes() : 0;
        var there = heap && server != null ? server.collected().heapBytes() : 0;
        var figures = new HashMap<String, Double>();
        var cpu = resize(size, more);
        if (axis.isCounted() && more >= FEWEST_FOR_CPU) figures.put(Point.MAKE, cpu);
        if (heap) figures.put(Point.CLIENT_HEAP, (Usage.collected().heapBytes() - here) / (double) more);
        if (heap && server != null)
            figures.put(Point.SERVER_HEAP, (server.collected().heapBytes() - there) / (double) more);
        return figures;
    }

    private Map<String, Double> end(int size, int next) throws Exception {
        var cpu = resize(next, size - next);
        return axis.isCounted() && size - next >= FEWEST_FOR_CPU ? Map.of(Point.END, cpu) : Map.of();
    }

    /// What each of those costs that come or go.
    private double resize(int size, int count) throws Exception {
        var figures = Spent.on(server, () -> {
                    subject.resize(size);
                    return count;
                })
                .figures();
        return figures.get(Result.CLIENT_CPU) + figures.getOrDefault(Result.SERVER_CPU, 0.0);
    }
}
