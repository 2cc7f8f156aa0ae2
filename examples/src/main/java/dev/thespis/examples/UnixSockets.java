package dev.thespis.examples;

import dev.thespis.actor.Nursery;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.UnixServer;
import dev.thespis.remote.UnixSocket;
import java.nio.file.Files;

/// The same over a Unix domain socket: who may connect is a matter of the directory's permissions.
public final class UnixSockets {
    private UnixSockets() {}

    public static void main(String[] args) throws Exception {
        var directory = Files.createTempDirectory("thespis");
        var path = directory.resolve("counter.sock");
        try (var nursery = Nursery.open("server")) {
            var services = Services.of(Counter.class, nursery.spawn(Counter.class, Tally::new));
            try (var server = UnixServer.listen(path, ServerOptions.defaults(), peer -> peer.expose(services));
                    var peer = UnixSocket.connect(path, PeerOptions.defaults(), self -> {})) {
                var counter = peer.address(Counter.class);
                counter.send(new Counter.Add(5));
                System.out.println("the total is " + counter.call(new Counter.Show()));
                System.out.println("listening on a path: " + server.local().endsWith("counter.sock"));
            }
            System.out.println("the socket is left behind: " + Files.exists(path));
        } finally {
            Files.delete(directory);
        }
    }
}
