package dev.thespis.cli.bench;

import dev.thespis.cli.bench.Generator.Tally;
import dev.thespis.cli.child.Program;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Measures calls and sends to another process, and the same over a raw socket, mode by mode.
public final class Bench {
    private static final Duration FIRST_WARM_UP = Duration.ofSeconds(1);

    private final Program program;
    private final Duration each;
    private final Consumer<String> progress;

    /// Makes a benchmark.
    ///
    /// @param program what to start as the server
    /// @param each how long to measure; half of it is spent on warming up before
    /// @param progress is told what is being measured, line by line
    public Bench(Program program, Duration each, Consumer<String> progress) {
        this.program = program;
        this.each = each;
        this.progress = progress;
    }

    /// Measures everything.
    ///
    /// @return in pairs of raw socket and peer, but where the same raw figures serve two modes
    /// @throws IOException if the server process can't be started
    /// @throws InterruptedException if interrupted; no process is left
    public List<Figures> run() throws IOException, InterruptedException {
        try (var server = program.start(List.of("bench-server"))) {
            var line = server.line();
            if (line == null)
                throw new Problem(
                        ExitCode.UNREACHABLE,
                        "the server process " + server.pid() + " did not start",
                        "see what it has printed on standard error");
            var ports = line.split(" ", 2);
            return run(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
        }
    }

    private List<Figures> run(int peerPort, int rawPort) throws IOException, InterruptedException {
        progress.accept("warming up");
        warmUp(peerPort, rawPort);
        var raw = new HashMap<Mode, Figures>();
        var all = new ArrayList<Figures>();
        for (var mode : Mode.all()) {
            progress.accept(mode.kind().name().toLowerCase(Locale.ROOT).replace('_', '-') + ", " + mode.outstanding()
                    + " outstanding, " + mode.payloadBytes() + " bytes");
            var known = raw.get(mode.raw());
            var beside = known == null ? measureRaw(peerPort, rawPort, mode.raw()) : known;
            if (known == null) all.add(beside);
            raw.put(mode.raw(), beside);
            try (var load = new PeerLoad(peerPort, mode)) {
                all.add(measure("peer", mode, load, load).relativeTo(beside));
            }
        }
        return all;
    }

    private void warmUp(int peerPort, int rawPort) throws IOException, InterruptedException {
        for (var mode : List.of(
                new Mode(Mode.Kind.CALL, 16, 16),
                new Mode(Mode.Kind.CALL_ASYNC, 16, 16),
                new Mode(Mode.Kind.SEND, 1, 16))) {
            try (var load = new PeerLoad(peerPort, mode);
                    var raw = new RawLoad(rawPort, mode.raw())) {
                load.run(System.nanoTime() + FIRST_WARM_UP.toNanos());
                raw.run(System.nanoTime() + FIRST_WARM_UP.toNanos() / 4);
            }
        }
    }

    /// The raw socket can't be asked for the server's processor time, so a peer without load is.
    private Figures measureRaw(int peerPort, int rawPort, Mode mode) throws IOException, InterruptedException {
        try (var asked = new PeerLoad(peerPort, mode);
                var load = new RawLoad(rawPort, mode)) {
            return measure("raw", mode, load, asked);
        }
    }

    private Figures measure(String transport, Mode mode, Generator load, PeerLoad asked) throws InterruptedException {
        load.run(System.nanoTime() + each.toNanos() / 2);
        var serverCpu = asked.serverCpuNanos();
        var clientCpu = Cpu.nanos();
        var start = System.nanoTime();
        Tally tally = load.run(start + each.toNanos());
        var nanos = System.nanoTime() - start;
        clientCpu = Cpu.nanos() - clientCpu;
        serverCpu = asked.serverCpuNanos() - serverCpu;
        var count = Math.max(tally.messages(), 1);
        return new Figures(
                transport,
                mode.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                mode.outstanding(),
                mode.payloadBytes(),
                tally.messages() * 1e9 / nanos,
                1,
                tally.micros(0.5),
                tally.micros(0.99),
                clientCpu / 1e3 / count,
                serverCpu / 1e3 / count);
    }
}
