package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Relay;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import dev.thespis.remote.TraceContext;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.net.InetSocketAddress;
import java.time.Duration;

/// A client, a relay, a shop and its bank: one trace through all of them. The relay traces nothing and passes it on.
public final class Traced {
    private Traced() {}

    private static final InetSocketAddress ANY = new InetSocketAddress("localhost", 0);

    @Namespace("examples")
    interface Shop {
        record Buy(long price) implements Message<Shop, Long> {}

        record IsTraced() implements Message<Shop, Boolean> {}
    }

    record Clerk(Address<Counter> bank) implements Actor<Shop> {
        @Override
        public Handlers<Shop> handlers() {
            return Handlers.of(Shop.class)
                    .on(Shop.Buy.class, buy -> {
                        if (buy.price() < 0) throw new IllegalArgumentException("nothing costs less than nothing");
                        bank.send(new Counter.Add(buy.price()));
                        return bank.call(new Counter.Show());
                    })
                    .on(Shop.IsTraced.class, ask -> TraceContext.current().isPresent());
        }
    }

    public static void main(String[] args) throws Exception {
        var tracing = OpenTelemetryTracing.of(GlobalOpenTelemetry.getTracer("shop"));
        var options = PeerOptions.defaults().withTracing(tracing);
        var served = ServerOptions.defaults().withPeers(options);
        try (var nursery = Nursery.open("all")) {
            var counter = Services.of(Counter.class, nursery.spawn(Counter.class, Tally::new));
            try (var bank = TcpServer.listen(ANY, served, peer -> peer.expose(counter));
                    var toBank = greeted(bank.port(), options)) {
                var clerk = nursery.spawn(Shop.class, () -> new Clerk(toBank.address(Counter.class)));
                var shop = Services.of(Shop.class, clerk);
                try (var server = TcpServer.listen(ANY, served, peer -> peer.expose(shop));
                        var toShop = greeted(server.port(), PeerOptions.defaults());
                        var relay = TcpServer.listen(
                                ANY, peer -> peer.expose(Relay.everything().to(toShop)));
                        var client = greeted(relay.port(), options)) {
                    var address = client.address(Shop.class);
                    System.out.println("the total is " + address.call(new Shop.Buy(5)));
                    System.out.println("a trace: " + address.call(new Shop.IsTraced()));
                    var failed = address.callAsync(new Shop.Buy(-1)).handle((total, failure) -> failure != null);
                    System.out.println("failed: " + failed.get());
                }
            }
        }
    }

    /// Traces travel to those who have said that they know metadata, so to nobody before its hello.
    private static Peer greeted(int port, PeerOptions options) throws Exception {
        var peer = Tcp.connect(new InetSocketAddress("localhost", port), options, self -> {});
        peer.remote(Duration.ofSeconds(10));
        return peer;
    }
}
