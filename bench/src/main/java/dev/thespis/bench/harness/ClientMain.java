package dev.thespis.bench.harness;

import dev.thespis.bench.load.Tally;
import dev.thespis.bench.load.Workload;
import dev.thespis.cli.child.Child;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/// The process that calls and sends. It starts the server itself, so that both run on the same cores.
final class ClientMain {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ClientMain() {}

    /// Prints one [Result] a line.
    ///
    /// @param arguments a [Job] in JSON
    /// @throws Exception if anything fails
    public static void main(String[] arguments) throws Exception {
        var out = Worker.answers();
        Child.endWithParent();
        run(JSON.readValue(arguments[0], Job.class), result -> out.println(JSON.writeValueAsString(result)));
        System.exit(0); // some systems leave threads
    }

    private static void run(Job job, Consumer<Result> results) throws Exception {
        try (var server = Worker.start(List.of(), job.serverOptions(), ServerMain.class, List.of(job.system()))) {
            var port = Integer.parseInt(server.line());
            if (job.idle() > 0) results.accept(new IdleConnections(job, server, port).measure());
            warmUp(job, port);
            for (var label : job.workloads()) results.accept(measure(job, Workload.of(label), server, port));
        }
    }

    /// Whatever comes first must not find the virtual machine cold.
    private static void warmUp(Job job, int port) throws Exception {
        for (var label : job.workloads()) {
            try (var load = Contenders.remote(job.system()).load(Workload.of(label), port)) {
                var unused = load.run(System.nanoTime() + job.warmUpNanos() / 2);
            }
        }
    }

    private static Result measure(Job job, Workload workload, Worker server, int port) throws Exception {
        try (var load = Contenders.remote(job.system()).load(workload, port)) {
            var unused = load.run(System.nanoTime() + job.warmUpNanos() / 2);
            var tallies = new ArrayList<Tally>(1);
            var spent = Spent.on(server, () -> {
                tallies.add(load.run(System.nanoTime() + job.nanos()));
                return tallies.getFirst().total();
            });
            var tally = tallies.getFirst();
            var figures = new LinkedHashMap<>(spent.figures());
            if (workload.isTimed())
                figures.putAll(Map.of(
                        Result.P50,
                        tally.micros(0.5),
                        Result.P99,
                        tally.micros(0.99),
                        Result.P999,
                        tally.micros(0.999)));
            if (workload.connections() > 1) figures.put(Result.FAIRNESS, tally.fairness());
            return new Result(job.system(), workload.label(), figures);
        }
    }
}
