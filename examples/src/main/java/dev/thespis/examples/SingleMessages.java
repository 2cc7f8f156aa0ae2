package dev.thespis.examples;

import dev.thespis.actor.Nursery;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.net.InetSocketAddress;

/// A service is one message: each may go to an actor of its own, under a namespace that is chosen at run time.
public final class SingleMessages {
    private SingleMessages() {}

    public static void main(String[] args) throws Exception {
        try (var nursery = Nursery.open("server")) {
            var written = nursery.spawn(Counter.class, Tally::new);
            var shown = nursery.spawn(Counter.class, Tally::new);
            shown.call(new Counter.Add(100));
            var services = Services.in("tenant-7")
                    .message(Counter.Add.class, written)
                    .message(Counter.Show.class, shown)
                    .build();
            System.out.println(services.names());
            try (var server = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> peer.expose(services));
                    var peer = Tcp.connect("localhost", server.port())) {
                var counter = peer.address(Counter.class, "tenant-7");
                counter.call(new Counter.Add(5));
                System.out.println("shown " + counter.call(new Counter.Show()));
                System.out.println("written " + written.call(new Counter.Show()));
            }
        }
    }
}
