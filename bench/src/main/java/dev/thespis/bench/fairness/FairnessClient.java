package dev.thespis.bench.fairness;

import dev.thespis.actor.Address;
import dev.thespis.actor.Nursery;
import dev.thespis.bench.harness.Worker;
import dev.thespis.bench.load.Client;
import dev.thespis.bench.load.Times;
import dev.thespis.bench.ours.Thespis;
import dev.thespis.cli.child.Child;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import tools.jackson.databind.json.JsonMapper;

/// The process of the quiet one: a virtual thread that calls, rests for a millisecond, and calls again.
final class FairnessClient {
    /// How many busy ones call at once: more than the window of a service has room for.
    static final int CALLERS = 300;

    /// More than there are cores, on a small machine.
    static final int BUSY_ACTORS = 4;

    private static final long REST_NANOS = 1_000_000;

    private final FairnessJob job;
    private final Address<Chore> quiet;
    private final Callable<Neighbour> neighbours;
    private final Times times = new Times(true);
    private long busyDone;
    private long busyNanos;

    private FairnessClient(FairnessJob job, Address<Chore> quiet, Callable<Neighbour> neighbours) {
        this.job = job;
        this.quiet = quiet;
        this.neighbours = neighbours;
    }

    /// Prints one [Outcome].
    ///
    /// @param arguments a [FairnessJob] in JSON
    /// @throws Exception if anything fails
    public static void main(String[] arguments) throws Exception {
        var out = Worker.answers();
        Child.endWithParent();
        var json = JsonMapper.shared();
        out.println(json.writeValueAsString(run(json.readValue(arguments[0], FairnessJob.class))));
        System.exit(0); // nothing has to be waited for
    }

    private static Outcome run(FairnessJob job) throws Exception {
        var scenario = Scenario.of(job.scenario());
        if (scenario.place() == Scenario.Place.SAME_PROCESS) {
            try (var nursery = Nursery.open("fairness")) {
                var quiet = nursery.spawn(Chore.class, Chore.Worker::new);
                return new FairnessClient(job, quiet, () -> Neighbour.actors(scenario)).measure();
            }
        }
        try (var server = Worker.start(List.of(), List.of(), FairnessServer.class, List.of())) {
            var port = Integer.parseInt(server.line());
            try (var peer = Thespis.plain().dial(port)) {
                Callable<Neighbour> neighbours = scenario.place() == Scenario.Place.SAME_CONNECTION
                        ? () -> Neighbour.over(peer, scenario)
                        : () -> Neighbour.process(port, scenario);
                return new FairnessClient(job, peer.address(Chore.class, FairnessServer.QUIET), neighbours).measure();
            }
        }
    }

    private Outcome measure() throws Exception {
        var unused = calls(job.warmUpNanos());
        unused = beside(job.warmUpNanos());
        busyDone = 0;
        busyNanos = 0;
        var alone = LongStream.empty();
        var beside = LongStream.empty();
        for (var round = 0; round < job.rounds(); round++) {
            alone = LongStream.concat(alone, LongStream.of(calls(job.nanos())));
            beside = LongStream.concat(beside, LongStream.of(beside(job.nanos())));
        }
        var aloneNanos = alone.sorted().toArray();
        var besideNanos = beside.sorted().toArray();
        var figures = new LinkedHashMap<String, Double>();
        figures.put(Outcome.ALONE_P50, Times.micros(aloneNanos, 0.5));
        figures.put(Outcome.ALONE_P99, Times.micros(aloneNanos, 0.99));
        figures.put(Outcome.BESIDE_P50, Times.micros(besideNanos, 0.5));
        figures.put(Outcome.BESIDE_P99, Times.micros(besideNanos, 0.99));
        figures.put(Outcome.BUSY, busyDone * 1e9 / busyNanos);
        return new Outcome(job.scenario(), figures);
    }

    private long[] beside(long nanos) throws Exception {
        try (var neighbour = neighbours.call()) {
            var before = neighbour.done();
            var start = System.nanoTime();
            var sorted = calls(nanos);
            busyNanos += System.nanoTime() - start;
            busyDone += neighbour.done() - before;
            return sorted;
        }
    }

    /// How long calls take, without the rests between them.
    private long[] calls(long nanos) throws Exception {
        var task = new FutureTask<>(() -> {
            times.clear();
            var until = System.nanoTime() + nanos;
            do {
                var start = System.nanoTime();
                Client.same(1, quiet.call(new Chore.Light(1)));
                times.add(System.nanoTime() - start);
                LockSupport.parkNanos(this, REST_NANOS);
            } while (System.nanoTime() - until < 0);
            return times.sorted();
        });
        Thread.ofVirtual().name("quiet").start(task);
        return task.get();
    }
}
