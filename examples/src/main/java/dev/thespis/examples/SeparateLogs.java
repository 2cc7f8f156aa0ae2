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
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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
    static Filter of(String actor) {
        return line -> Self.name().equals(Optional.of(actor));
    }

    static Filter of(Peer peer) {
        return line -> Caller.isRemote() && Caller.current().peer().equals(peer);
    }

    public static void main(String[] args) throws Exception {
        var directory = Files.createTempDirectory("logs");
        var clients = new AtomicInteger();
        LOG.setUseParentHandlers(false);
        System.setProperty("java.util.logging.SimpleFormatter.format", "%5$s%n"); // the message alone
        write(directory.resolve("till"), of("till"));
        try (var nursery = Nursery.open("shop")) {
            var till = nursery.spawn(Counter.class, ActorOptions.named("till"), Talker::new);
            var stock = nursery.spawn(Counter.class, ActorOptions.named("stock"), Talker::new);
            var services = Services.in("till").add(Counter.class, till).build();
            try (var server = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> {
                        write(directory.resolve("client " + clients.incrementAndGet()), of(peer));
                        peer.expose(services);
                    });
                    var first = Tcp.connect("localhost", server.port());
                    var second = Tcp.connect("localhost", server.port())) {
                first.address(Counter.class, "till").call(new Counter.Add(1));
                second.address(Counter.class, "till").call(new Counter.Add(2));
                stock.call(new Counter.Add(3));
            }
        }
        for (var handler : LOG.getHandlers()) handler.close();
        for (var name : List.of("till", "client 1", "client 2"))
            System.out.println(name + ": " + Files.readAllLines(directory.resolve(name)));
    }

    private static void write(Path file, Filter lines) {
        try {
            var handler = new FileHandler(file.toString());
            handler.setFilter(lines);
            handler.setFormatter(new SimpleFormatter());
            LOG.addHandler(handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
