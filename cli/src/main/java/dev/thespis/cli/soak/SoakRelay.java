package dev.thespis.cli.soak;

import dev.thespis.actor.Backoff;
import dev.thespis.cli.dial.Dial;
import dev.thespis.cli.relay.Health;
import dev.thespis.cli.relay.RelayServer;
import dev.thespis.cli.relay.RelayServer.Connections;
import dev.thespis.cli.relay.Watch;
import dev.thespis.cli.terminal.Target;
import dev.thespis.remote.Choice;
import dev.thespis.remote.Peer;
import dev.thespis.remote.Relay;
import dev.thespis.remote.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// The process that passes requests on, as the command `relay` does.
public final class SoakRelay {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    private SoakRelay() {}

    /// Passes on until it is told to end.
    ///
    /// @param target where the server is reached
    /// @param out what is said to the parent
    /// @throws IOException if it can't listen
    /// @throws InterruptedException if interrupted before it listens
    public static void run(Target target, Consumer<String> out) throws IOException, InterruptedException {
        var plan = new RelayServer.Plan(
                List.of(target),
                new Dial.Plainly(),
                new Relay.Scope.Everything(),
                Choice.roundRobin(),
                Connections.OWN,
                INTERVAL,
                PAUSES);
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var relay = RelayServer.listen(plan, any, ServerOptions.defaults(), new Nobody())) {
            var local = relay.local();
            out.accept(Orders.LISTENING + local.substring(local.lastIndexOf(':') + 1));
            Orders.follow(out);
        }
    }

    /// The books tell what has become of everything.
    private record Nobody() implements Watch {
        @Override
        public void follow(Peer peer) {}

        @Override
        public void report(Health health) {}
    }
}
