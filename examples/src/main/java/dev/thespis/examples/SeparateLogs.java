package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.Self;
import dev.thespis.remote.Caller;
import dev.thespis.remote.Peer;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Optional;
import java.util.logging.FileHandler;
import java.util.logging.Filter;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// One logger for all; the lines of an actor, and those written for a client, are also in files of their own.
public final class SeparateLogs {
    private SeparateLogs() {}

    private static final Logger LOG = Logger.getLogger("shop");

    record Talker() implements Actor<Counter> {
        @Override
        public Handlers<Counter> handlers() {
            return Handlers.of(Counter.class)
                    .run(Counter.Add.class, add -> LOG.info(Self.name().orElse("nobody") + " adds " + add.n()))
                    .on(Counter.Show.class, show -> 0L);
        }
    }

    /// Asked by the logging framework, on the thread that logs.
    static Filter linesOf(String actor) {
        return line -> Self.name().equals(Optional.of(actor));
    }

    static Filter linesFor(Peer peer) {
        return line -> Caller.isRemote() && Caller.current().peer().equals(peer);
    }

    public static void main(String[] args) throws Exception {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%5$s%n"); // the message alone
        LOG.setUseParentHandlers(false);
        var directory = Files.createTempDirectory("logs");
        var tillsFile = open(directory + "/till");
        var clientsFile = open(directory + "/client");
        tillsFile.setFilter(linesOf("till"));
        try (var nursery = Nursery.open("shop")) {
            var till = nursery.spawn(Counter.class, ActorOptions.named("till"), Talker::new);
            var stock = nursery.spawn(Counter.class, ActorOptions.named("stock"), Talker::new);
            var services = Services.of(Counter.class, till);
            try (var server = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> {
                        clientsFile.setFilter(linesFor(peer));
                        peer.expose(services);
                    });
                    var client = Tcp.connect("localhost", server.port())) {
                client.address(Counter.class).call(new Counter.Add(1));
                till.call(new Counter.Add(2));
                stock.call(new Counter.Add(3));
            }
        }
        tillsFile.close();
        clientsFile.close();
        System.out.println("of the till: " + Files.readAllLines(directory.resolve("till")));
        System.out.println("for the client: " + Files.readAllLines(directory.resolve("client")));
    }

    private static FileHandler open(String file) throws IOException {
        var handler = new FileHandler(file);
        handler.setFormatter(new SimpleFormatter());
        LOG.addHandler(handler);
        return handler;
    }
}
