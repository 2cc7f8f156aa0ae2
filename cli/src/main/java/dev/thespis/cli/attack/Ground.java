package dev.thespis.cli.attack;

import dev.thespis.cli.dial.Dial;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where an attack happens: a server, and the bounds of what is done to it. Used by one thread.
public final class Ground implements AutoCloseable {
    /// What to say if the server does not say hello.
    static final Reaction NO_HELLO = new Reaction.Inapplicable(
            "it said no hello: a server of the original knows neither credit nor control frames");

    private final InetSocketAddress server;
    private final Dial dial;
    private final int connections;
    private final long startNanos = System.nanoTime();
    private final long endNanos;
    private final Deque<Attacker> attackers = new ArrayDeque<>();

    /// Makes one.
    ///
    /// @param server what is attacked
    /// @param dial how to connect to it
    /// @param time how long an attack may take
    /// @param connections how many connections it may open
    public Ground(InetSocketAddress server, Dial dial, Duration time, int connections) {
        this.server = server;
        this.dial = dial;
        this.connections = connections;
        this.endNanos = startNanos + time.toNanos();
    }

    int connections() {
        return connections;
    }

    /// When it must be over, as `System.nanoTime`.
    long endNanos() {
        return endNanos;
    }

    boolean isOver() {
        return System.nanoTime() - endNanos >= 0;
    }

    long millis() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    /// Opens a connection that reads what comes.
    Attacker attacker() throws IOException {
        return keep(new Attacker(server, dial, Attacker.Manners.READS));
    }

    /// Opens one that reads nothing.
    Attacker deafAttacker() throws IOException {
        return keep(new Attacker(server, dial, Attacker.Manners.DEAF));
    }

    /// Opens one that leaves TLS to whoever writes to it.
    Attacker bareAttacker() throws IOException {
        return keep(new Attacker(server, new Dial.Plainly(), Attacker.Manners.READS));
    }

    private Attacker keep(Attacker attacker) {
        attackers.push(attacker);
        return attacker;
    }

    /// Opens one that says hello and offers nothing, so that credit is counted from here on.
    ///
    /// @return null if the server does not say hello, or not soon
    Attacker.@Nullable Greeted greeted() throws IOException, InterruptedException {
        var attacker = attacker();
        attacker.hello();
        var hello = attacker.awaitHello(endNanos);
        if (hello == null) return null;
        attacker.send(Attacker.control("Offer", Control.OFFER, new Control.Offer(List.of())));
        return new Attacker.Greeted(attacker, hello);
    }

    @Override
    public void close() {
        while (!attackers.isEmpty()) attackers.pop().close();
    }
}
