package dev.thespis.bench.harness;

import dev.thespis.bench.load.Local;
import dev.thespis.cli.child.Child;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/// The process that measures actors within it.
final class LocalMain {
    private static final int SENDS = 100_000;
    private static final int CALLS = 10_000;
    private static final int SPAWNS = 10_000;
    private static final int IDLE = 200_000;

    private LocalMain() {}

    private interface Batch {
        void run() throws Exception;
    }

    /// Prints one [Result] a line.
    ///
    /// @param arguments a [Job] in JSON; its workloads are ignored
    /// @throws Exception if anything fails
    public static void main(String[] arguments) throws Exception {
        var out = Worker.answers();
        Child.endWithParent();
        var json = JsonMapper.shared();
        run(json.readValue(arguments[0], Job.class), 1, result -> out.println(json.writeValueAsString(result)));
        System.exit(0); // some systems leave threads
    }

    /// @param part by what the number of operations in a batch is divided
    static void run(Job job, int part, Consumer<Result> results) throws Exception {
        try (var local = Contenders.local(job.system())) {
            results.accept(rate(job, "local-send-1", SENDS / part, () -> local.sends(1, SENDS / part)));
            results.accept(rate(job, "local-send-4", SENDS / part, () -> local.sends(4, SENDS / part)));
            if (!(local instanceof Local actors)) return;
            results.accept(rate(job, "local-call", CALLS / part, () -> actors.calls(CALLS / part)));
            results.accept(rate(job, "local-spawn", SPAWNS / part, () -> actors.spawns(SPAWNS / part)));
        }
        try (var local = Contenders.local(job.system())) {
            if (local instanceof Local actors) results.accept(idle(job, actors, IDLE / part));
        }
    }

    private static Result rate(Job job, String label, int operations, Batch batch) throws Exception {
        repeat(job.warmUpNanos(), batch);
        var spent = Spent.on(null, () -> (long) operations * repeat(job.nanos(), batch));
        return new Result(job.system(), label, spent.figures());
    }

    private static int repeat(long nanos, Batch batch) throws Exception {
        var start = System.nanoTime();
        var count = 0;
        do {
            batch.run();
            count++;
        } while (System.nanoTime() - start < nanos);
        return count;
    }

    private static Result idle(Job job, Local local, int count) throws Exception {
        local.idle(1); // what the first one loads is not its own
        var before = Usage.collected().heapBytes();
        local.idle(count);
        return new Result(
                job.system(),
                "local-idle",
                Map.of("heapBytes", (Usage.collected().heapBytes() - before) / (double) count));
    }
}
