package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.net.InetSocketAddress;

/// A complete remote call: contract, actor, server and client.
public final class FirstCall {
    private FirstCall() {}

    @Namespace("examples")
    interface Counter {
        record Add(long n) implements Message<Counter, Long> {}
    }

    static final class Tally implements Actor<Counter> {
        private long total;

        @Override
        public Handlers<Counter> handlers() {
            return Handlers.of(Counter.class).on(Counter.Add.class, add -> total += add.n());
        }
    }

    public static void main(String[] args) throws Exception {
        try (var nursery = Nursery.open("server")) {
            var services = Services.of(Counter.class, nursery.spawn(Counter.class, Tally::new));
            try (var server = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> peer.expose(services));
                    var peer = Tcp.connect("localhost", server.port())) {
                Address<Counter> counter = peer.address(Counter.class);
                counter.send(new Counter.Add(5));
                System.out.println(counter.call(new Counter.Add(2))); // 7
            }
        }
    }
}
