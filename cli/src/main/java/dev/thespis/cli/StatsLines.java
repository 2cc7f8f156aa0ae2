package dev.thespis.cli;

import dev.thespis.cli.terminal.Problem;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerStats;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Prints a line with the numbers of each connection, now and then, until it is closed.
final class StatsLines implements AutoCloseable {
    private static final double NANOS_PER_MICRO = 1e3;

    private final CountDownLatch closing = new CountDownLatch(1);

    private StatsLines() {}

    /// Begins.
    ///
    /// @param interval null if nothing is to be printed
    static StatsLines every(@Nullable Duration interval, Supplier<List<Peer>> peers, PrintWriter out) {
        var lines = new StatsLines();
        if (interval != null)
            Thread.ofVirtual().name("thespis-stats").start(() -> lines.run(interval.toNanos(), peers, out));
        return lines;
    }

    private void run(long intervalNanos, Supplier<List<Peer>> peers, PrintWriter out) {
        try {
            while (!closing.await(intervalNanos, TimeUnit.NANOSECONDS)) {
                for (var peer : peers.get()) out.println(line(peer));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody has this thread to interrupt it
        }
    }

    /// The numbers of one connection.
    static String line(Peer peer) {
        var stats = peer.stats();
        return Problem.oneLine(peer.name()) + ": sent " + frames(stats.sent()) + "; received "
                + frames(stats.received()) + "; in flight " + stats.outgoing().calls() + " out, "
                + stats.incoming().requests() + " in; waiting "
                + stats.outgoing().waiting() + "; window "
                + used(stats.outgoing().window()) + " out, "
                + used(stats.incoming().window()) + " in; round trip "
                + trip(stats.trip()) + "; errors " + stats.errors();
    }

    private static String frames(PeerStats.Frames frames) {
        return frames.calls() + " calls, " + frames.sends() + " sends, " + frames.replies() + " replies, "
                + frames.errors() + " errors, " + frames.bytes() + " bytes";
    }

    private static String used(PeerStats.Window window) {
        return window.bytesInAll() == 0 ? "none" : window.bytes() + "/" + window.bytesInAll() + " bytes";
    }

    private static String trip(PeerStats.Trip trip) {
        if (trip.last().isZero()) return "unknown";
        return Math.round(trip.smoothed().toNanos() / NANOS_PER_MICRO) + " µs";
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
