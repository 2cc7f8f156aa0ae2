package dev.thespis.cli.bench;

import dev.thespis.actor.Address;
import dev.thespis.remote.Peer;
import dev.thespis.remote.Tcp;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Calls and sends over one connection.
final class PeerLoad implements Generator {
    private static final int LOOK_EVERY = 64;

    private final Peer peer;
    private final Address<Load> load;
    private final Mode mode;
    private final byte[] data;

    PeerLoad(int port, Mode mode) throws IOException {
        this.peer = Tcp.connect(InetAddress.getLoopbackAddress().getHostAddress(), port);
        this.load = peer.address(Load.class);
        this.mode = mode;
        this.data = new byte[mode.payloadBytes()];
    }

    /// What the server has used; asked over the connection that is measured, between the measurements.
    long serverCpuNanos() throws InterruptedException {
        return load.call(new Load.CpuNanos());
    }

    @Override
    public Tally run(long untilNanos) throws InterruptedException {
        return switch (mode.kind()) {
            case CALL -> mode.outstanding() == 1 ? caller(untilNanos) : callers(untilNanos);
            case CALL_ASYNC -> async(untilNanos);
            case SEND -> sends(untilNanos);
        };
    }

    private Tally callers(long untilNanos) throws InterruptedException {
        var callers = new ArrayList<FutureTask<Tally>>();
        for (var n = 0; n < mode.outstanding(); n++) {
            var caller = new FutureTask<>(() -> caller(untilNanos));
            Thread.ofVirtual().name("bench-caller-" + n).start(caller);
            callers.add(caller);
        }
        var count = 0L;
        for (var caller : callers) count += await(caller).messages();
        return new Tally(count, new long[0]);
    }

    private static Tally await(FutureTask<Tally> caller) throws InterruptedException {
        try {
            return caller.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(e.getCause());
        }
    }

    private Tally caller(long untilNanos) throws InterruptedException {
        var samples = new Samples(mode);
        var count = 0L;
        var before = System.nanoTime();
        while (before - untilNanos < 0) {
            load.call(new Load.Echo(data));
            var after = System.nanoTime();
            samples.add(after - before);
            before = after;
            count++;
        }
        return new Tally(count, samples.sorted());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what is ignored is the future of counting
    private Tally async(long untilNanos) throws InterruptedException {
        var room = new Semaphore(mode.outstanding());
        var failures = new AtomicLong();
        var count = 0L;
        while (System.nanoTime() - untilNanos < 0) {
            room.acquire();
            CompletableFuture<byte[]> reply = load.callAsync(new Load.Echo(data));
            reply.whenComplete((bytes, failure) -> {
                if (failure != null) failures.incrementAndGet();
                room.release();
            });
            count++;
        }
        room.acquire(mode.outstanding());
        if (failures.get() > 0) throw new IllegalStateException(failures + " of " + count + " calls failed");
        return new Tally(count, new long[0]);
    }

    private Tally sends(long untilNanos) throws InterruptedException {
        var before = load.call(new Load.Sunk());
        var count = 0L;
        while (System.nanoTime() - untilNanos < 0)
            for (var n = 0; n < LOOK_EVERY; n++, count++) load.send(new Load.Sink(data));
        var sunk = load.call(new Load.Sunk()) - before; // order holds, so all have been handled
        if (sunk != count) throw new IllegalStateException("sent=" + count + ", handled=" + sunk);
        return new Tally(count, new long[0]);
    }

    @Override
    public void close() {
        peer.close();
    }
}
