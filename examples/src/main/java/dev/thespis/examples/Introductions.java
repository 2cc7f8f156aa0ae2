package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Capability;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/// Addresses travel in messages: a server makes its clients known to each other, and they talk through it.
public final class Introductions {
    private Introductions() {}

    /// What a client can be told. It is exposed nowhere; who has its address may use it.
    interface Person {
        record Hear(String text) implements Message<Person, String> {}
    }

    @Namespace("examples")
    interface Party {
        record Join(String name, Address<Person> person) implements Message<Party, Void> {}

        record Meet(String name) implements Message<Party, Address<Person>> {}
    }

    static final class Host implements Actor<Party> {
        private final Map<String, Address<Person>> guests = new HashMap<>();

        @Override
        public Handlers<Party> handlers() {
            return Handlers.of(Party.class)
                    .run(Party.Join.class, join -> guests.put(join.name(), join.person()))
                    .on(Party.Meet.class, meet -> guests.get(meet.name()));
        }
    }

    record Guest(String name) implements Actor<Person> {
        @Override
        public Handlers<Person> handlers() {
            return Handlers.of(Person.class).on(Person.Hear.class, hear -> name + " hears: " + hear.text());
        }
    }

    public static void main(String[] args) throws Exception {
        try (var nursery = Nursery.open("party")) {
            var services = Services.of(Party.class, nursery.spawn(Party.class, Host::new));
            try (var server = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> peer.expose(services));
                    var one = Tcp.connect("localhost", server.port());
                    var other = Tcp.connect("localhost", server.port())) {
                var bob = Capability.of(Person.class, nursery.spawn(Person.class, () -> new Guest("Bob")));
                one.address(Party.class).call(new Party.Join("Bob", bob.address()));

                var met = other.address(Party.class).call(new Party.Meet("Bob"));
                System.out.println(met.call(new Person.Hear("good evening")));

                var closed = met.closed();
                bob.revoke();
                closed.join();
                System.out.println("Bob can't be reached any more");
            }
        }
    }
}
