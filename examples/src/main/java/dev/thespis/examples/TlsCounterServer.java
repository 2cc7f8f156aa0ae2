package dev.thespis.examples;

import dev.thespis.actor.Address;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Services;
import dev.thespis.remote.TcpServer;
import dev.thespis.remote.tls.Tls;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/// [CounterServer] with TLS. Its arguments are the port, and the files with its certificate and with its key.
public final class TlsCounterServer {
    private TlsCounterServer() {}

    public static void main(String[] args) throws Exception {
        var address = new InetSocketAddress("localhost", args.length == 0 ? 7000 : Integer.parseInt(args[0]));
        var tls = Tls.identity(Path.of(args[1]), Path.of(args[2]));
        try (var nursery = Nursery.open("server")) {
            Address<Counter> counter = nursery.spawn(Counter.class, Tally::new);
            var services = Services.of(Counter.class, counter);
            try (var server = TcpServer.listen(address, tls, peer -> peer.expose(services))) {
                System.out.println("listening on " + server.local());
                server.join();
            }
        }
    }
}
