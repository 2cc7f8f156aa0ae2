package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.Backoff;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.Supervision;
import dev.thespis.remote.Link;
import dev.thespis.remote.LinkOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that sees to it by itself before its client sees an error: it makes its broken worker anew, and the link of
/// that one connects again to a back end that comes and goes.
public final class TryingAgain {
    private TryingAgain() {}

    /// Asks the back end. The first one made is broken.
    record Worker(Address<Rates> backEnd, int made) implements Actor<Rates> {
        @Override
        public Handlers<Rates> handlers() {
            return Handlers.of(Rates.class).on(Rates.Of.class, of -> {
                if (made == 1) throw new IllegalStateException("my state is of no use");
                return backEnd.call(of); // over a link: waits for a connection, and asks again if that is lost
            });
        }
    }

    /// Asks a worker, and once more if that has failed: by then it has been made anew.
    record Front(Address<Rates> worker) implements Actor<Rates> {
        @Override
        public Handlers<Rates> handlers() {
            return Handlers.of(Rates.class).concurrent(Rates.Of.class, of -> {
                try {
                    return worker.call(of);
                } catch (CallException e) {
                    if (e.failure() instanceof CallFailure.HandlerFailed) return worker.call(of);
                    throw e;
                }
            });
        }
    }

    public static void main(String[] args) throws Exception {
        var anew = ActorOptions.named("worker")
                .withSupervision(Supervision.restart(3, Duration.ofMinutes(1), Backoff.none()));
        var again = LinkOptions.defaults().withInFlight(LinkOptions.InFlight.RETRY_IDEMPOTENT);
        try (var nursery = Nursery.open("server");
                var backEnd = new BackEnd();
                var link = Link.open(again, Tcp.at("localhost", backEnd.port()))) {
            var made = new AtomicInteger();
            var toBackEnd = link.address(Rates.class);
            var worker = nursery.spawn(Rates.class, anew, () -> new Worker(toBackEnd, made.incrementAndGet()));
            var services = Services.of(Rates.class, nursery.spawn(Rates.class, () -> new Front(worker)));
            try (var server = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> peer.expose(services));
                    var client = Tcp.connect("localhost", server.port())) {
                System.out.println("the rate is " + client.address(Rates.class).call(new Rates.Of("EUR")));
                System.out.println("workers made: " + made);
                System.out.println("back ends asked: " + backEnd.asked());
            }
        }
    }
}
