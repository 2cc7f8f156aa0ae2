package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Server;
import dev.thespis.remote.Services;
import dev.thespis.remote.TcpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A back end that breaks down when it is first asked, and is back a moment later.
final class BackEnd implements AutoCloseable {
    private final Nursery nursery = Nursery.open("back end");
    private final AtomicInteger asked = new AtomicInteger();
    private final CompletableFuture<Server> second = new CompletableFuture<>();
    private final Server first;

    BackEnd() {
        first = listen(0);
    }

    private Server listen(int port) {
        Actor<Rates> actor = () -> Handlers.of(Rates.class).concurrent(Rates.Of.class, of -> {
            if (asked.incrementAndGet() == 1) breakDown();
            return 1.25;
        });
        var services = Services.of(Rates.class, nursery.spawn(Rates.class, () -> actor));
        try {
            return TcpServer.listen(new InetSocketAddress("localhost", port), peer -> peer.expose(services));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void breakDown() throws InterruptedException {
        Thread.ofVirtual().start(() -> {
            first.close();
            second.complete(listen(port()));
        });
        new CountDownLatch(1).await(); // until it is interrupted, since its caller is gone
    }

    int port() {
        return first.port();
    }

    int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        if (asked() > 0) second.join().close();
        first.close();
        nursery.close();
    }
}
