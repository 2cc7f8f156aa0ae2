package dev.thespis.examples;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Relay;
import dev.thespis.remote.Server;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/// A relay between a client and servers that come and go. It has none of the messages' classes.
public final class Relaying {
    private Relaying() {}

    public static void main(String[] args) throws Exception {
        var relay = Relay.everything();
        try (var nursery = Nursery.open("servers");
                var first = serve(nursery);
                var second = serve(nursery);
                var front = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> peer.expose(relay));
                var client = Tcp.connect("localhost", front.port())) {
            Address<Counter> counter = client.address(Counter.class);
            show(counter);
            pass(relay, first, counter);
            show(counter);
            try (var target = Tcp.connect("localhost", second.port())) {
                relay.to(target);
                show(counter);
            }
        }
    }

    private static Server serve(Nursery nursery) throws IOException {
        var services = Services.of(Counter.class, nursery.spawn(Counter.class, Tally::new));
        return TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> peer.expose(services));
    }

    private static void pass(Relay relay, Server server, Address<Counter> counter) throws Exception {
        var target = Tcp.connect("localhost", server.port());
        var events = relay.events().observe();
        relay.to(target);
        counter.send(new Counter.Add(5));
        show(counter);
        server.close();
        for (var n = 0; n < 2; n++)
            System.out.println(events.take(Duration.ofSeconds(10)).getClass().getSimpleName());
    }

    private static void show(Address<Counter> counter) throws InterruptedException {
        try {
            System.out.println("the total is " + counter.call(new Counter.Show()));
        } catch (CallException e) {
            System.out.println("no total; handled: " + e.failure().handled() + ", try again: "
                    + e.failure().retryable());
        }
    }
}
