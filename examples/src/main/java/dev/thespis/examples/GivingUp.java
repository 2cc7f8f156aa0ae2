package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Limits;
import dev.thespis.remote.PeerEvent;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/// A caller that gives up stops the handler in the other process; a server that closes lets its callers have their
/// answers first.
public final class GivingUp {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private GivingUp() {}

    @Namespace("examples")
    interface Oracle {
        record Ask(String question) implements Message<Oracle, String> {}
    }

    /// Thinks until there is an answer, and tells what it does.
    record Thinker(Semaphore answers, BlockingQueue<String> diary) implements Actor<Oracle> {
        @Override
        public Handlers<Oracle> handlers() {
            return Handlers.of(Oracle.class).on(Oracle.Ask.class, ask -> think());
        }

        private String think() throws InterruptedException {
            diary.add("it thinks");
            try {
                answers.acquire();
                return "42";
            } catch (InterruptedException e) {
                diary.add("nobody wants to know any more");
                throw e;
            }
        }
    }

    public static void main(String[] args) throws Exception {
        var thinker = new Thinker(new Semaphore(0), new LinkedBlockingQueue<>());
        var limits = Limits.defaults().withGrace(PATIENCE);
        var options = ServerOptions.defaults().withPeers(PeerOptions.defaults().withLimits(limits));
        try (var nursery = Nursery.open("oracle")) {
            var services = Services.of(Oracle.class, nursery.spawn(Oracle.class, () -> thinker));
            try (var server = TcpServer.listen(
                            new InetSocketAddress("localhost", 0), options, peer -> peer.expose(services));
                    var peer = Tcp.connect("localhost", server.port())) {
                var events = peer.events().observe();
                peer.remote(PATIENCE); // only who has said hello understands a cancel
                var oracle = peer.address(Oracle.class);
                var first = oracle.callAsync(new Oracle.Ask("why?"));
                System.out.println(thinker.diary().take());
                first.cancel(true); // the deadline, or an interrupt of the caller, would do the same
                System.out.println(thinker.diary().take());

                var second = oracle.callAsync(new Oracle.Ask("why not?"));
                System.out.println(thinker.diary().take());
                var closing = Thread.ofVirtual().start(server::close);
                while (!(events.take(PATIENCE) instanceof PeerEvent.Leaving)) {}
                thinker.answers().release();
                System.out.println("the server is leaving, and yet answers " + second.get());
                closing.join();
            }
        }
    }
}
