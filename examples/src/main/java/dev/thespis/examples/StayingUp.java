package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Idempotent;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Link;
import dev.thespis.remote.LinkEvent;
import dev.thespis.remote.LinkOptions;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Server;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// A client of two servers that come and go: its address stays, and its question is asked again where that is harmless.
public final class StayingUp {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private StayingUp() {}

    @Namespace("examples")
    interface Prices {
        /// A question: to ask it twice does no harm.
        @Idempotent
        record Of(String item) implements Message<Prices, Integer> {}
    }

    record Shop(int price, Semaphore asked, Semaphore answers) implements Actor<Prices> {
        @Override
        public Handlers<Prices> handlers() {
            return Handlers.of(Prices.class).on(Prices.Of.class, item -> {
                asked.release();
                answers.acquire();
                return price;
            });
        }
    }

    public static void main(String[] args) throws Exception {
        var asked = new Semaphore(0);
        try (var nursery = Nursery.open("shops");
                var north = serve(nursery, new Shop(10, asked, new Semaphore(0)));
                var south = serve(nursery, new Shop(11, asked, new Semaphore(100)))) {
            var options = LinkOptions.defaults().withInFlight(LinkOptions.InFlight.RETRY_IDEMPOTENT);
            var first = Tcp.at("localhost", north.port());
            var second = Tcp.at("localhost", south.port());
            try (var link = Link.open(options, first, second)) {
                Address<Prices> prices = link.address(Prices.class);
                var events = link.events().observe();
                var answer = prices.callAsync(new Prices.Of("bread"));
                asked.acquire();
                System.out.println("the north has been asked, and goes away");
                goAway(north);
                System.out.println("bread costs " + answer.get());
                while (!(events.take(PATIENCE) instanceof LinkEvent.OtherServer)) {}
                System.out.println("what the north knew of us is gone");
                System.out.println("butter costs " + prices.call(new Prices.Of("butter")));
            }
        }
    }

    private static void goAway(Server server) {
        server.close();
    }

    private static Server serve(Nursery nursery, Shop shop) throws Exception {
        var services = Services.of(Prices.class, nursery.spawn(Prices.class, () -> shop));
        var options = ServerOptions.defaults().withPeers(PeerOptions.defaults().withNewIncarnation());
        return TcpServer.listen(new InetSocketAddress("localhost", 0), options, peer -> peer.expose(services));
    }
}
