package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.net.InetSocketAddress;

/// A connection has no direction: while the client waits for the server, the server calls the client.
public final class TwoWay {
    private TwoWay() {}

    @Namespace("examples")
    interface Greeter {
        record Greet() implements Message<Greeter, String> {}
    }

    @Namespace("examples")
    interface Person {
        record Name() implements Message<Person, String> {}
    }

    /// On the server, one for each connection: it knows the peer that its calls come from.
    record Doorman(Address<Person> visitor) implements Actor<Greeter> {
        @Override
        public Handlers<Greeter> handlers() {
            return Handlers.of(Greeter.class)
                    .on(Greeter.Greet.class, greet -> "welcome, " + visitor.call(new Person.Name()));
        }
    }

    /// On the client.
    record Visitor(String name) implements Actor<Person> {
        @Override
        public Handlers<Person> handlers() {
            return Handlers.of(Person.class).on(Person.Name.class, ask -> name);
        }
    }

    public static void main(String[] args) throws Exception {
        try (var nursery = Nursery.open("two-way");
                var server = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> welcome(nursery, peer))) {
            var visitor = Services.of(Person.class, nursery.spawn(Person.class, () -> new Visitor("Ada")));
            var address = new InetSocketAddress("localhost", server.port());
            try (var peer = Tcp.connect(address, PeerOptions.defaults(), self -> self.expose(visitor))) {
                System.out.println(peer.address(Greeter.class).call(new Greeter.Greet()));
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the nursery waits for the task
    private static void welcome(Nursery nursery, Peer peer) {
        var visitor = peer.address(Person.class);
        var doorman = nursery.spawn(Greeter.class, () -> new Doorman(visitor));
        peer.expose(Services.of(Greeter.class, doorman));
        nursery.fork("farewell to " + peer.name(), () -> {
            peer.join();
            return nursery.stop(doorman); // or there would be one for each connection that ever was
        });
    }
}
