package dev.thespis.cli.demo;

import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Services;
import dev.thespis.remote.TcpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// The process that counts: one actor, exposed to whoever connects.
public final class DemoServer {
    private DemoServer() {}

    /// Serves until interrupted, or until the process ends.
    ///
    /// @param started is given host and port as soon as it listens
    /// @throws IOException if it can't listen
    /// @throws InterruptedException if interrupted
    public static void run(Consumer<String> started) throws IOException, InterruptedException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var nursery = Nursery.open("demo")) {
            var words = nursery.spawn(Words.class, ActorOptions.named("word counter"), WordActor::new);
            var services = Services.of(Words.class, words);
            try (var server = TcpServer.listen(address, peer -> peer.expose(services))) {
                started.accept(server.local());
                server.join();
            }
        }
    }
}
