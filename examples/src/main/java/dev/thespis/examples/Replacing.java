package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.net.InetSocketAddress;
import java.time.Duration;

/// Services that change while the peer runs: one handler takes the place of another, and a service comes and goes.
public final class Replacing {
    private Replacing() {}

    @Namespace("examples")
    interface Greeter {
        record Greet(String name) implements Message<Greeter, String> {}

        record Part(String name) implements Message<Greeter, String> {}
    }

    record Speaker(String hello, String bye) implements Actor<Greeter> {
        @Override
        public Handlers<Greeter> handlers() {
            return Handlers.of(Greeter.class)
                    .on(Greeter.Greet.class, greet -> hello + ", " + greet.name())
                    .on(Greeter.Part.class, part -> bye + ", " + part.name());
        }
    }

    public static void main(String[] args) throws Exception {
        try (var nursery = Nursery.open("replacing")) {
            var formal = nursery.spawn(Greeter.class, () -> new Speaker("good morning", "farewell"));
            var casual = nursery.spawn(Greeter.class, () -> new Speaker("hi", "see you"));
            var old = Services.of(Greeter.class, formal);
            var fresh = Services.of(Greeter.class, casual);
            var anywhere = new InetSocketAddress("localhost", 0);
            try (var server = TcpServer.listen(anywhere, peer -> peer.expose(old.only(Greeter.Greet.class)));
                    var client = Tcp.connect("localhost", server.port())) {
                var greeter = client.address(Greeter.class);
                System.out.println(greeter.call(new Greeter.Greet("Ada")));
                var events = client.events().observe();
                var peer = server.peers().getFirst();

                peer.replace(old.only(Greeter.Greet.class), fresh.only(Greeter.Greet.class));
                System.out.println(greeter.call(new Greeter.Greet("Ada")) + "; events: " + events.poll());

                peer.expose(fresh.only(Greeter.Part.class));
                System.out.println(PeerEvents.describe(events.take(Duration.ofSeconds(10))));
                System.out.println(greeter.call(new Greeter.Part("Ada")));
                peer.withdraw(fresh);
                System.out.println(PeerEvents.describe(events.take(Duration.ofSeconds(10))));
            }
        }
    }
}
