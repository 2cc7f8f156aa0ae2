package dev.thespis.bench;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Limits;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import dev.thespis.wire.FrameLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Measures how long small calls take alone, and while messages of 64 MiB go over the same connection, one after the
/// other, towards the server or back. Starts a second process as the server.
public final class LargeBesideSmall {
    private static final int LARGE_BYTES = 64 << 20;
    private static final long WARM_UP_NANOS = 3_000_000_000L;
    private static final long MEASURE_NANOS = 10_000_000_000L;
    private static final Limits LIMITS = Limits.defaults()
            .withFrames(new FrameLimits(LARGE_BYTES + 1024, LARGE_BYTES * 2L))
            .withSendFrameBytes(LARGE_BYTES + 1024);

    private LargeBesideSmall() {}

    /// What the server does.
    public interface Work {
        /// Comes back.
        record Small(long n) implements Message<Work, Long> {}
    }

    /// The same for what is large, so that another actor does it.
    public interface Freight {
        /// Is weighed.
        record Put(byte[] goods) implements Message<Freight, Integer> {}

        /// Is answered with as many bytes.
        record Get(int bytes) implements Message<Freight, byte[]> {}
    }

    private static final class Worker implements Actor<Work> {
        @Override
        public Handlers<Work> handlers() {
            return Handlers.of(Work.class).on(Work.Small.class, Work.Small::n);
        }
    }

    private static final class Carrier implements Actor<Freight> {
        private final byte[] goods = new byte[LARGE_BYTES];

        @Override
        public Handlers<Freight> handlers() {
            return Handlers.of(Freight.class)
                    .on(Freight.Put.class, put -> put.goods().length)
                    .on(Freight.Get.class, get -> Arrays.copyOf(goods, get.bytes()));
        }
    }

    /// Runs it.
    ///
    /// @param args none; the second process gets `server`
    /// @throws Exception whatever fails
    public static void main(String[] args) throws Exception {
        if (args.length > 0) serve();
        else measure();
    }

    private static void serve() throws IOException, InterruptedException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var options = ServerOptions.defaults().withPeers(PeerOptions.defaults().withLimits(LIMITS));
        try (var nursery = Nursery.open("large")) {
            var work = nursery.spawn(Work.class, Worker::new);
            var freight = nursery.spawn(Freight.class, Carrier::new);
            try (var server = TcpServer.listen(loopback, options, peer -> {
                peer.expose(Services.in("small").add(Work.class, work).build());
                peer.expose(Services.in("large").add(Freight.class, freight).build());
            })) {
                System.out.println(server.port());
                server.join();
            }
        }
    }

    private static void measure() throws Exception {
        var java = ProcessHandle.current().info().command().orElse("java");
        var server = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), LargeBesideSmall.class.getName(), "server")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = new BufferedReader(server.inputReader(StandardCharsets.UTF_8))) {
            var address = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), Integer.parseInt(Objects.requireNonNull(lines.readLine())));
            try (var peer = Tcp.connect(address, PeerOptions.defaults().withLimits(LIMITS), self -> {})) {
                var work = peer.address(Work.class, "small");
                var freight = peer.address(Freight.class, "large");
                var goods = new byte[LARGE_BYTES];
                System.out.println(
                        "small calls, one after the other      calls      p50 us      p99 us      max us   large");
                small(work, WARM_UP_NANOS, "warming up", () -> freight.call(new Freight.Put(goods)));
                small(work, MEASURE_NANOS, "alone", null);
                small(work, MEASURE_NANOS, "beside requests of 64 MiB", () -> freight.call(new Freight.Put(goods)));
                small(
                        work,
                        MEASURE_NANOS,
                        "beside replies of 64 MiB",
                        () -> freight.call(new Freight.Get(LARGE_BYTES)));
            }
        } finally {
            server.destroy();
        }
    }

    /// What goes on meanwhile.
    private interface Beside {
        Object call() throws InterruptedException;
    }

    private static void small(Address<Work> work, long nanos, String what, @Nullable Beside beside)
            throws InterruptedException {
        var large = new AtomicInteger();
        var loading = beside == null
                ? null
                : Thread.ofVirtual().start(() -> {
                    try {
                        while (true) {
                            beside.call();
                            large.incrementAndGet();
                        }
                    } catch (InterruptedException | CallException e) {
                        // enough
                    }
                });
        var times = new long[10_000_000];
        var count = 0;
        var start = System.nanoTime();
        for (var before = start; before - start < nanos && count < times.length; ) {
            work.call(new Work.Small(count));
            var after = System.nanoTime();
            times[count++] = after - before;
            before = after;
        }
        if (loading != null) {
            loading.interrupt();
            loading.join();
        }
        Arrays.sort(times, 0, count);
        System.out.printf(
                Locale.ROOT,
                "%-35s %9d %11.1f %11.1f %11.1f %7d%n",
                what,
                count,
                times[count / 2] / 1e3,
                times[(int) (count * 0.99)] / 1e3,
                times[count - 1] / 1e3,
                large.get());
    }
}
