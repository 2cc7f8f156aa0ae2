package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.CallException;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.PeerError;
import dev.thespis.remote.PeerEvent;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;

/// Writes down what goes wrong on the connections of a server. Nobody else does: the library logs nothing.
public final class Journal implements Flow.Subscriber<PeerEvent> {
    private final CountDownLatch complete = new CountDownLatch(1);

    private Journal() {}

    @Namespace("examples")
    interface Oracle {
        record Ask(String question) implements Message<Oracle, String> {}
    }

    static final class Silent implements Actor<Oracle> {
        @Override
        public Handlers<Oracle> handlers() {
            return Handlers.of(Oracle.class).on(Oracle.Ask.class, ask -> {
                throw new IllegalStateException("out of oracles");
            });
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(PeerEvent event) {
        if (event instanceof PeerEvent.Failed failed) System.out.println(describe(failed.error()));
    }

    private static String describe(PeerError error) {
        return "the server knows: " + (error instanceof PeerError.HandlerFailed failed ? failed.cause() : error);
    }

    @Override
    public void onError(Throwable failure) {
        complete.countDown();
    }

    @Override
    public void onComplete() {
        complete.countDown();
    }

    public static void main(String[] args) throws Exception {
        var journal = new Journal();
        try (var nursery = Nursery.open("server")) {
            var services = Services.of(Oracle.class, nursery.spawn(Oracle.class, Silent::new));
            try (var server = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> {
                        peer.events().subscribe(journal);
                        peer.expose(services);
                    });
                    var peer = Tcp.connect("localhost", server.port())) {
                peer.address(Oracle.class).call(new Oracle.Ask("why?"));
            } catch (CallException e) {
                journal.complete.await(); // the connection has ended, and all of it is written
                System.out.println("the client knows: " + e.getMessage());
            }
        }
    }
}
