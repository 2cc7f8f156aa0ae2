package dev.thespis.examples;

import dev.thespis.actor.Nursery;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.transport.Transports;

/// Two peers in one process, joined by memory: the whole way over the wire, for tests.
public final class InMemoryPeers {
    private InMemoryPeers() {}

    public static void main(String[] args) throws Exception {
        var ends = Transports.memory();
        try (var nursery = Nursery.open("server")) {
            var services = Services.of(Counter.class, nursery.spawn(Counter.class, Tally::new));
            try (var server = Peer.accept(ends.get(0), PeerOptions.defaults(), self -> self.expose(services));
                    var client = Peer.connect(ends.get(1), PeerOptions.defaults(), self -> {})) {
                var counter = client.address(Counter.class);
                counter.send(new Counter.Add(5));
                System.out.println("the total is " + counter.call(new Counter.Show()));
                System.out.println("the server is open: " + server.isOpen());
            }
        }
    }
}
