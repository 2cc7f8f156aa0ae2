package dev.thespis.examples;

import dev.thespis.actor.Address;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Services;
import dev.thespis.remote.TcpServer;
import java.net.InetSocketAddress;

/// A server that exposes one actor to whoever connects. Its argument is the port, 7000 if there is none.
public final class CounterServer {
    private CounterServer() {}

    public static void main(String[] args) throws Exception {
        var address = new InetSocketAddress("localhost", args.length == 0 ? 7000 : Integer.parseInt(args[0]));
        try (var nursery = Nursery.open("server")) {
            Address<Counter> counter = nursery.spawn(Counter.class, Tally::new);
            var services = Services.of(Counter.class, counter);
            try (var server = TcpServer.listen(address, peer -> peer.expose(services))) {
                System.out.println("listening on " + server.local());
                server.join();
            }
        }
    }
}
