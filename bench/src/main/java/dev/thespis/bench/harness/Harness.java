package dev.thespis.bench.harness;

import dev.thespis.bench.load.Workload;
import dev.thespis.bench.load.Workload.Cores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/// Measures round by round: in each, every system in turn in fresh processes, each time beginning with another one.
///
/// A system that fails does not stop the others.
final class Harness {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// The same collector on one core as on two, and no growing of the heap while something is measured.
    private static final List<String> LOADED = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

    /// A small young generation, so that what is touched of it does not hide what the connections need.
    private static final List<String> IDLE = List.of("-Xmx6g", "-Xmn64m", "-XX:+UseSerialGC");

    private final Settings settings;
    private final Consumer<String> progress;
    private final Consumer<Run> runs;
    private boolean failed;

    /// What is measured, and how long.
    ///
    /// @param systems names of contenders
    /// @param workloads between two processes
    /// @param cores where
    /// @param idle numbers of idle connections
    /// @param local whether actors in one process are measured
    /// @param rounds how often everything is repeated
    /// @param warmUp before each measurement
    /// @param each how long each takes
    /// @param recordings where flight recordings go, or null if there are none
    record Settings(
            List<String> systems,
            List<Workload> workloads,
            List<Cores> cores,
            List<Integer> idle,
            boolean local,
            int rounds,
            Duration warmUp,
            Duration each,
            Path recordings) {}

    /// @param progress is told what is being measured
    /// @param runs is told what came out
    Harness(Settings settings, Consumer<String> progress, Consumer<Run> runs) {
        this.settings = settings;
        this.progress = progress;
        this.runs = runs;
    }

    /// Measures everything.
    ///
    /// @return false if something failed
    boolean run() {
        for (var round = 1; round <= settings.rounds(); round++) {
            var order = new ArrayList<>(settings.systems());
            Collections.rotate(order, 1 - round);
            for (var cores : settings.cores()) remote(round, cores, order);
            for (var idle : settings.idle())
                for (var system : order) if (Contenders.hasIdleConnections(system)) idle(round, system, idle);
            if (settings.local()) for (var system : order) if (Contenders.isLocal(system)) local(round, system);
        }
        return !failed;
    }

    private void remote(int round, Cores cores, List<String> order) {
        var labels = settings.workloads().stream()
                .filter(workload -> workload.runsOn(cores))
                .map(Workload::label)
                .toList();
        if (labels.isEmpty()) return;
        var spinner = cores == Cores.AWAKE ? spinner() : null;
        if (cores == Cores.AWAKE && spinner == null) return;
        try {
            var prefix = cores == Cores.PINNED ? List.of("taskset", "-c", "0") : List.<String>of();
            for (var system : order)
                measure(round, cores, prefix, job(system, labels, 0, LOADED), LOADED, ClientMain.class);
        } finally {
            if (spinner != null) spinner.close();
        }
    }

    private void idle(int round, String system, int count) {
        measure(round, Cores.PLAIN, List.of(), job(system, List.of(), count, IDLE), IDLE, ClientMain.class);
    }

    private void local(int round, String system) {
        measure(round, Cores.PLAIN, List.of(), job(system, List.of("local"), 0, List.of()), LOADED, LocalMain.class);
    }

    private Job job(String system, List<String> labels, int idle, List<String> options) {
        return new Job(
                system,
                labels,
                idle,
                settings.warmUp().toNanos(),
                settings.each().toNanos(),
                recorded(options, system + "-server"));
    }

    private List<String> recorded(List<String> options, String name) {
        if (settings.recordings() == null) return options;
        var all = new ArrayList<>(options);
        var file = settings.recordings().resolve(name + ".jfr").toAbsolutePath();
        all.add("-XX:StartFlightRecording:filename=" + file + ",settings=profile,jdk.CPUTimeSample#enabled=true");
        return all;
    }

    private void measure(int round, Cores cores, List<String> prefix, Job job, List<String> options, Class<?> main) {
        progress.accept(String.format(
                Locale.ROOT,
                "round %d, %s, %s: %s",
                round,
                cores.name().toLowerCase(Locale.ROOT),
                job.system(),
                job.idle() > 0 ? job.idle() + " idle connections" : String.join(" ", job.workloads())));
        try (var client = Worker.start(
                prefix, recorded(options, job.system() + "-client"), main, List.of(JSON.writeValueAsString(job)))) {
            var expected = job.idle() > 0 ? 1 : job.workloads().size();
            var count = 0;
            for (var line = client.lineOrNull(); line != null; line = client.lineOrNull(), count++)
                runs.accept(new Run(round, cores, JSON.readValue(line, Result.class)));
            if (count < expected) fail(job.system() + " gave " + count + " results of " + expected + ", see above");
        } catch (IOException e) {
            fail(job.system() + ": " + e.getMessage());
        }
    }

    private Worker spinner() {
        var cores = Integer.toString(Runtime.getRuntime().availableProcessors());
        try {
            var spinner = Worker.start(List.of("chrt", "--idle", "0"), List.of(), SpinMain.class, List.of(cores));
            var unused = spinner.line();
            return spinner;
        } catch (IOException e) {
            fail("cores can't be kept awake: " + e.getMessage());
            return null;
        }
    }

    private void fail(String problem) {
        progress.accept(problem);
        failed = true;
    }
}
