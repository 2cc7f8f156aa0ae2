package dev.thespis.cli.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Writes to one connection as fast as it takes it, until the time is over or the server has had enough.
final class Flood {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Ground ground;
    private final Attacker attacker;
    private final AtomicLong steps = new AtomicLong();
    private volatile boolean refused;

    /// Something to write.
    interface Step {
        /// Writes once.
        ///
        /// @param number 1 and upwards
        void write(long number) throws IOException, InterruptedException;
    }

    Flood(Ground ground, Attacker attacker) {
        this.ground = ground;
        this.attacker = attacker;
    }

    /// What became of it.
    enum End {
        /// The server has closed the connection.
        CUT_OFF,
        /// The server does not read: a write is stuck.
        STUCK,
        /// The time is over, and the server still takes what comes.
        TIME_OVER
    }

    /// @param endNanos when to stop, as `System.nanoTime`
    End run(Step step, long endNanos) throws InterruptedException {
        var writer = Thread.ofVirtual().name("flood").start(() -> write(step, endNanos));
        while (!writer.join(LOOK)) {
            if (System.nanoTime() - endNanos < 0) continue;
            if (writer.join(PATIENCE)) break;
            attacker.close();
            writer.interrupt();
            writer.join();
            return End.STUCK;
        }
        if (refused || attacker.awaitClosed(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1))) return End.CUT_OFF;
        return End.TIME_OVER;
    }

    private void write(Step step, long endNanos) {
        try {
            for (var n = 1L; System.nanoTime() - endNanos < 0; n++) {
                step.write(n);
                steps.set(n);
            }
        } catch (IOException e) {
            refused = true;
        } catch (InterruptedException e) {
            // it is to stop
        }
    }

    /// How often something was written.
    long steps() {
        return steps.get();
    }

    /// That the connection was closed.
    Reaction cutOff(String detail) {
        return new Reaction.CutOff(attacker.sentBytes(), ground.millis(), detail);
    }
}
