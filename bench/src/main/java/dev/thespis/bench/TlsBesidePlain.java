package dev.thespis.bench;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Peer;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import dev.thespis.remote.tls.Tls;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/// The same calls over TCP and over TLS by turns, both ends in this process: how many in a second, and the processor
/// time of a call, of both ends together. Then how many connections in a second can be made.
///
/// Its arguments are the files with a certificate for `localhost` and with its key, how many seconds each measurement
/// takes, and how many rounds there are. Ratios are between figures of one round; the median is printed.
public final class TlsBesidePlain {
    private TlsBesidePlain() {}

    @Namespace("bench")
    interface Echoes {
        record Echo(byte[] bytes) implements Message<Echoes, byte[]> {}
    }

    /// Answers with what it is asked.
    record Wall() implements Actor<Echoes> {
        @Override
        public Handlers<Echoes> handlers() {
            return Handlers.of(Echoes.class).on(Echoes.Echo.class, Echoes.Echo::bytes);
        }
    }

    /// What one measurement has come to.
    private record Figure(double perSecond, double cpuMicros) {}

    private record Load(int callers, int bytes) {}

    private static final List<Load> LOADS =
            List.of(new Load(1, 16), new Load(256, 16), new Load(256, 1_024), new Load(4, 65_536));

    /// Measures.
    ///
    /// @param args as described
    /// @throws Exception if anything fails
    public static void main(String[] args) throws Exception {
        var seconds = Integer.parseInt(args[2]);
        var rounds = Integer.parseInt(args[3]);
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var options = ServerOptions.defaults().withHandshakes(1_000_000).withHandshakesPerAddress(1_000_000);
        var identity = Tls.identity(Path.of(args[0]), Path.of(args[1]));
        var trust = Tls.trusting(Path.of(args[0]));
        try (var nursery = Nursery.open("bench")) {
            var services = Services.of(Echoes.class, nursery.spawn(Echoes.class, Wall::new));
            try (var plain = TcpServer.listen(any, options, peer -> peer.expose(services));
                    var safe = TcpServer.listen(any, options.withTls(identity), peer -> peer.expose(services))) {
                Connecting plainly = () -> Tcp.connect("localhost", plain.port());
                Connecting safely = () -> Tcp.connect("localhost", safe.port(), trust);
                for (var load : LOADS)
                    compare(
                            load.callers + " callers, " + load.bytes + " bytes",
                            rounds,
                            plainly,
                            safely,
                            way -> call(way, load, seconds));
                compare("connections with a call each", rounds, plainly, safely, way -> connect(way, seconds));
            }
        }
    }

    private interface Connecting {
        Peer connect() throws Exception;
    }

    private interface Measuring {
        Figure measure(Connecting way) throws Exception;
    }

    private static void compare(String what, int rounds, Connecting plainly, Connecting safely, Measuring measuring)
            throws Exception {
        measuring.measure(plainly); // warms up
        measuring.measure(safely);
        var rates = new ArrayList<Double>();
        var costs = new ArrayList<Double>();
        var plain = new ArrayList<Figure>();
        var safe = new ArrayList<Figure>();
        for (var round = 0; round < rounds; round++) {
            var first = measuring.measure(plainly);
            var second = measuring.measure(safely);
            plain.add(first);
            safe.add(second);
            rates.add(second.perSecond / first.perSecond);
            costs.add(second.cpuMicros / first.cpuMicros);
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %,.0f and %,.0f a second, %.2f of plain; %.2f and %.2f µs of processor time, %.1f times plain%n",
                what,
                median(plain.stream().map(Figure::perSecond).toList()),
                median(safe.stream().map(Figure::perSecond).toList()),
                median(rates),
                median(plain.stream().map(Figure::cpuMicros).toList()),
                median(safe.stream().map(Figure::cpuMicros).toList()),
                median(costs));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static Figure call(Connecting way, Load load, int seconds) throws Exception {
        var done = new LongAdder();
        var cpu = cpuNanos();
        var start = System.nanoTime();
        var until = start + seconds * 1_000_000_000L;
        try (var peer = way.connect();
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Address<Echoes> wall = peer.address(Echoes.class);
            var bytes = new byte[load.bytes];
            var all = new ArrayList<Future<?>>();
            for (var n = 0; n < load.callers; n++)
                all.add(callers.submit(() -> {
                    while (System.nanoTime() - until < 0) {
                        wall.call(new Echoes.Echo(bytes));
                        done.increment();
                    }
                    return true;
                }));
            for (var one : all) one.get();
        }
        return figure(done.sum(), start, cpu);
    }

    private static Figure connect(Connecting way, int seconds) throws Exception {
        var done = 0L;
        var cpu = cpuNanos();
        var start = System.nanoTime();
        while (System.nanoTime() - start < seconds * 1_000_000_000L) {
            try (var peer = way.connect()) {
                Address<Echoes> wall = peer.address(Echoes.class);
                wall.call(new Echoes.Echo(new byte[1]));
                done++;
            }
        }
        return figure(done, start, cpu);
    }

    private static Figure figure(long done, long start, long cpu) {
        return new Figure(done * 1e9 / (System.nanoTime() - start), (cpuNanos() - cpu) / 1e3 / done);
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
