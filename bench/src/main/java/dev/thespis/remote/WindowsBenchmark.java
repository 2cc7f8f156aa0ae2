package dev.thespis.remote;

import dev.thespis.remote.transport.Transports;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The windows of flow control on both sides, for one service.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class WindowsBenchmark {
    private static final int MESSAGES = 256;
    private static final int BYTES = 64;
    private static final long SERVICE = 7;

    private final ReentrantLock lock = new ReentrantLock();
    private final Peer peer = Peer.connect(Transports.memory().getFirst(), PeerOptions.defaults(), unused -> {});
    private final SendWindows sending = new SendWindows(new CreditWaits(peer.connection(), lock), () -> false);
    private final ReceiveWindows receiving = new ReceiveWindows(Limits.defaults());

    /// Windows of two peers that have said hello.
    public WindowsBenchmark() {
        sending.greeted(MESSAGES, 1 << 20, false);
        receiving.start();
    }

    /// Closes the peer, which only lends its name to those who wait.
    @TearDown
    public void close() {
        peer.close();
    }

    /// Takes a whole window, message by message, and gets it back in halves.
    ///
    /// @return of no use
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public boolean send() {
        for (var n = 0; n < MESSAGES; n++) {
            lock.lock();
            try {
                var window = sending.of(SERVICE);
                if (!window.turnstile.isPassable() || sending.freeBytes() <= 0)
                    throw new IllegalStateException("n=" + n);
                sending.takeMessage(window);
                sending.takeFrame(BYTES);
            } finally {
                lock.unlock();
            }
        }
        var problem = (String) null;
        for (var n = 0; n < 4 && problem == null; n++) {
            lock.lock();
            try {
                problem = sending.credit(SERVICE, MESSAGES / 4, (long) MESSAGES / 4 * BYTES);
            } finally {
                lock.unlock();
            }
        }
        if (problem != null) throw new IllegalStateException(problem);
        return sending.freeBytes() > 0;
    }

    /// Counts requests that arrive, and gives their credit back when their handlers have ended.
    ///
    /// @return of no use
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int receive() {
        var frames = 0;
        for (var n = 0; n < MESSAGES; n++) {
            var inflow = receiving.take(SERVICE, BYTES);
            if (inflow == null) throw new IllegalStateException("n=" + n);
            for (var due : receiving.ended(inflow, BYTES)) {
                receiving.returned(due);
                frames++;
            }
        }
        return frames;
    }
}
