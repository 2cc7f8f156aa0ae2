package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Caller;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.ServerEvent;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import dev.thespis.remote.tls.Certified;
import dev.thespis.remote.tls.Tls;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/// Both sides show certificates, the handler knows the caller by his, and who has none is refused. Its arguments are
/// the files with a certificate, which all trust here, and with its key.
public final class MutualTls {
    private MutualTls() {}

    @Namespace("safe")
    interface Safe {
        record Open() implements Message<Safe, String> {}
    }

    static final class Vault implements Actor<Safe> {
        @Override
        public Handlers<Safe> handlers() {
            return Handlers.of(Safe.class).on(Safe.Open.class, open -> {
                if (Caller.current().principal() instanceof Certified somebody)
                    return "open for " + somebody.getName() + " " + somebody.alternativeNames();
                throw new IllegalStateException("anonymous");
            });
        }
    }

    public static void main(String[] args) throws Exception {
        var own = Tls.identity(Path.of(args[0]), Path.of(args[1])).withTrust(Path.of(args[0]));
        try (var nursery = Nursery.open("bank")) {
            var services = Services.of(Safe.class, nursery.spawn(Safe.class, Vault::new));
            var options = ServerOptions.defaults().withTls(own);
            try (var server =
                    TcpServer.listen(new InetSocketAddress("localhost", 0), options, peer -> peer.expose(services))) {
                var events = server.events().observe();
                var address = new InetSocketAddress("localhost", server.port());
                try (var peer = Tcp.connect(address, own, PeerOptions.defaults(), self -> {})) {
                    System.out.println(peer.address(Safe.class).call(new Safe.Open()));
                }
                try (var peer = Tcp.connect("localhost", server.port(), Tls.trusting(Path.of(args[0])))) {
                    peer.join();
                }
                while (true) {
                    if (events.take(Duration.ofSeconds(20)) instanceof ServerEvent.HandshakeFailed failed) {
                        System.out.println("refused: " + failed.cause().reason());
                        return;
                    }
                }
            }
        }
    }
}
