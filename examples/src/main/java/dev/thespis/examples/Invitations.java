package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.SubscriberOptions;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import dev.thespis.remote.Topic;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// What is published has an address in it, to answer to. The broker has no class of either.
public final class Invitations {
    private Invitations() {}

    @Namespace("parties")
    interface Parties {
        record Invitation(String to, Address<Host> host) implements Message<Parties, Void> {}
    }

    /// It is exposed nowhere.
    interface Host {
        record Come(String name) implements Message<Host, String> {}
    }

    record Guest(String name, CountDownLatch accepted) implements Actor<Parties> {
        @Override
        public Handlers<Parties> handlers() {
            return Handlers.of(Parties.class).run(Parties.Invitation.class, invitation -> {
                System.out.println(invitation.host().call(new Host.Come(name)));
                accepted.countDown();
            });
        }
    }

    public static void main(String[] args) throws Exception {
        try (var nursery = Nursery.open("parties");
                var topic = Topic.of("parties", List.of("Invitation"))) {
            var subscriptions = topic.subscriptions(nursery, SubscriberOptions.waiting());
            try (var broker = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> {
                        peer.expose(topic);
                        peer.expose(subscriptions);
                    });
                    var ada = Tcp.connect("localhost", broker.port());
                    var bob = Tcp.connect("localhost", broker.port())) {
                var accepted = new CountDownLatch(1);
                var guest = nursery.spawn(Parties.class, () -> new Guest("Bob", accepted));
                Address<Host> host = nursery.spawn(
                        Host.class,
                        () -> () -> Handlers.of(Host.class).on(Host.Come.class, come -> come.name() + " is welcome"));
                try (var subscription = Topic.join(bob, Parties.class, guest)) {
                    ada.address(Parties.class).send(new Parties.Invitation("dinner", host));
                    accepted.await();
                    System.out.println("still subscribed: " + subscription.isOpen());
                }
            }
        }
    }
}
