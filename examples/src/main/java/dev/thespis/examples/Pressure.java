package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Limits;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Permits;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// A service that is slower than its clients holds them back, and nobody else.
public final class Pressure {
    private Pressure() {}

    @Namespace("examples")
    interface Printer {
        record Print(String page) implements Message<Printer, Void> {}

        record Printed() implements Message<Printer, Integer> {}
    }

    /// Prints as long as there is paper.
    static final class Press implements Actor<Printer> {
        private final Semaphore paper;
        private int printed;

        Press(Semaphore paper) {
            this.paper = paper;
        }

        @Override
        public Handlers<Printer> handlers() {
            return Handlers.of(Printer.class)
                    .run(Printer.Print.class, print -> {
                        paper.acquire();
                        printed++;
                    })
                    .on(Printer.Printed.class, ask -> printed);
        }
    }

    public static void main(String[] args) throws Exception {
        var limits = Limits.defaults().withWindowMessages(4); // so many pages may be unprinted here
        var options = PeerOptions.defaults()
                .withLimits(limits)
                .withPermits(Permits.shared(64)); // for all clients that know no credit together
        var paper = new Semaphore(0);
        try (var nursery = Nursery.open("printer")) {
            var services = Services.of(Printer.class, nursery.spawn(Printer.class, () -> new Press(paper)));
            try (var server = TcpServer.listen(
                            new InetSocketAddress("localhost", 0),
                            ServerOptions.defaults().withPeers(options),
                            peer -> peer.expose(services));
                    var peer = Tcp.connect("localhost", server.port())) {
                peer.offered(Duration.ofSeconds(10)); // now its windows are known
                var printer = peer.address(Printer.class);
                var accepted = 0;
                while (printer.trySend(new Printer.Print("in vain"))) accepted++;
                System.out.println("out of paper, accepted " + accepted);
                paper.release(100);
                for (var page = accepted; page < 100; page++) printer.send(new Printer.Print("page " + page));
                System.out.println("printed " + printer.call(new Printer.Printed()));
            }
        }
    }
}
