package dev.thespis.bench.growth;

import dev.thespis.actor.Address;
import dev.thespis.bench.harness.Worker;
import dev.thespis.bench.load.Client;
import dev.thespis.bench.ours.Thespis;
import dev.thespis.remote.Limits;
import dev.thespis.remote.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Services of one peer, each exposed by itself.
final class ExposedServices extends Crowd {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Worker server;
    private final Peer peer;
    private final List<Address<Lone>> addresses = new ArrayList<>();

    ExposedServices(Worker server, Limits limits, int port) throws Exception {
        this.server = server;
        this.peer = new Thespis("thespis", limits).dial(port);
    }

    @Override
    public void resize(int size) throws Exception {
        var told = server.ask(GrowthServer.SERVICES + " " + size);
        if (Integer.parseInt(told) != size) throw new IllegalStateException("services=" + told + ", not " + size);
        super.resize(size);
        // what the last one says has come after all offers
        if (size > 0) call(size - 1, 1);
        else peer.ping(PATIENCE);
    }

    @Override
    void add() {
        addresses.add(peer.address(Lone.class, Lone.namespace(addresses.size())));
    }

    @Override
    void removeLast() {
        addresses.removeLast();
    }

    @Override
    int size() {
        return addresses.size();
    }

    @Override
    void call(int index, long turn) throws Exception {
        Client.same(turn, addresses.get(index).call(new Lone.Add(turn, Client.TAG)));
    }

    @Override
    public void close() {
        peer.close();
    }
}
