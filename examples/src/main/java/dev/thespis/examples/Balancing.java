package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Choice;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Relay;
import dev.thespis.remote.Services;
import dev.thespis.remote.transport.Transports;
import java.time.Duration;

/// Two servers share the work; the same customer always gets the same one.
public final class Balancing {
    private Balancing() {}

    @Namespace("desk")
    interface Desk {
        record Visit(long customer) implements Message<Desk, String> {}
    }

    record Clerk(String name) implements Actor<Desk> {
        @Override
        public Handlers<Desk> handlers() {
            return Handlers.of(Desk.class).on(Desk.Visit.class, visit -> name + " serves " + visit.customer());
        }
    }

    public static void main(String[] args) throws Exception {
        // the customer's number is the last byte of the message, as long as it is below 24
        Choice sameForCustomer = Choice.byKey(message -> message.get(message.limit() - 1));
        var relay = Relay.of(new Relay.Scope.Namespace("desk"), sameForCustomer);
        try (var nursery = Nursery.open("desks");
                var north = serve(nursery, "north");
                var south = serve(nursery, "south")) {
            for (var target : new Peer[] {north, south}) {
                target.offered(Duration.ofSeconds(10)); // a relay passes on what its targets have offered
                relay.to(target);
            }
            visit(relay);
        }
    }

    private static Peer serve(Nursery nursery, String name) {
        var services = Services.of(Desk.class, nursery.spawn(Desk.class, () -> new Clerk(name)));
        var ends = Transports.memory();
        Peer.accept(ends.get(0), PeerOptions.defaults(), self -> self.expose(services));
        return Peer.connect(ends.get(1), PeerOptions.defaults().withName(name), self -> {});
    }

    private static void visit(Relay relay) throws InterruptedException {
        var ends = Transports.memory();
        try (var front = Peer.accept(ends.get(0), PeerOptions.defaults(), self -> self.expose(relay));
                var client = Peer.connect(ends.get(1), PeerOptions.defaults(), self -> {})) {
            var desk = client.address(Desk.class);
            for (var customer = 1; customer <= 4; customer++) System.out.println(desk.call(new Desk.Visit(customer)));
            System.out.println(desk.call(new Desk.Visit(1)) + " again");
            System.out.println(
                    "offered: " + client.offered(Duration.ofSeconds(10)).size() + ", open: " + front.isOpen());
        }
    }
}
