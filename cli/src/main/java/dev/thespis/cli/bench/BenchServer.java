package dev.thespis.cli.bench;

import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Services;
import dev.thespis.remote.TcpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// The process that is called and sent to: an actor behind a peer, and beside it a bare socket.
public final class BenchServer {
    private BenchServer() {}

    /// Serves until interrupted, or until the process ends.
    ///
    /// @param started is given the ports of the peer and of the socket, with a blank between, as soon as both listen
    /// @throws IOException if it can't listen
    /// @throws InterruptedException if interrupted
    public static void run(Consumer<String> started) throws IOException, InterruptedException {
        var loopback = InetAddress.getLoopbackAddress();
        try (var nursery = Nursery.open("bench");
                var raw = RawServer.listen(loopback)) {
            var load = nursery.spawn(Load.class, ActorOptions.named("load"), LoadActor::new);
            var services = Services.of(Load.class, load);
            try (var server = TcpServer.listen(new InetSocketAddress(loopback, 0), peer -> peer.expose(services))) {
                started.accept(server.port() + " " + raw.port());
                server.join();
            }
        }
    }
}
