package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Limits;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import dev.thespis.wire.FrameLimits;
import java.net.InetSocketAddress;

/// A message of 64 MiB, and small calls that do not wait for it.
public final class LargeMessages {
    private LargeMessages() {}

    @Namespace("examples")
    interface Archive {
        record Store(byte[] film) implements Message<Archive, Integer> {}
    }

    @Namespace("examples")
    interface Desk {
        record Ask(String question) implements Message<Desk, String> {}
    }

    /// Weighs what it gets.
    static final class Cellar implements Actor<Archive> {
        @Override
        public Handlers<Archive> handlers() {
            return Handlers.of(Archive.class).on(Archive.Store.class, store -> store.film().length >> 20);
        }
    }

    /// Has an answer to everything.
    static final class Clerk implements Actor<Desk> {
        @Override
        public Handlers<Desk> handlers() {
            return Handlers.of(Desk.class)
                    .on(Desk.Ask.class, ask -> ask.question().replace('?', '!'));
        }
    }

    public static void main(String[] args) throws Exception {
        var roomy = PeerOptions.defaults()
                .withLimits(Limits.defaults()
                        .withFrames(new FrameLimits(80 << 20, 100 << 20)) // accepted; skipped and answered
                        .withSendFrameBytes(80 << 20));
        try (var nursery = Nursery.open("archive")) {
            var archive = Services.of(Archive.class, nursery.spawn(Archive.class, Cellar::new));
            var desk = Services.of(Desk.class, nursery.spawn(Desk.class, Clerk::new));
            var options = ServerOptions.defaults().withPeers(roomy);
            try (var server = TcpServer.listen(new InetSocketAddress("localhost", 0), options, peer -> {
                        peer.expose(archive);
                        peer.expose(desk);
                    });
                    var peer = Tcp.connect(new InetSocketAddress("localhost", server.port()), roomy, self -> {})) {
                var storing = Thread.ofVirtual().start(() -> store(peer.address(Archive.class)));
                System.out.println(peer.address(Desk.class).call(new Desk.Ask("may I?")));
                storing.join();
            }
        }
    }

    private static void store(Address<Archive> archive) {
        try {
            System.out.println(archive.call(new Archive.Store(new byte[64 << 20])) + " MiB stored");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
