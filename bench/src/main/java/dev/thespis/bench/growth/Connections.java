package dev.thespis.bench.growth;

import dev.thespis.bench.load.Client;
import dev.thespis.bench.ours.Thespis;
import java.util.ArrayList;
import java.util.List;

/// Connections to one actor.
final class Connections extends Crowd {
    private final int port;
    private final List<Client> clients = new ArrayList<>();

    Connections(int port) {
        this.port = port;
    }

    @Override
    void add() throws Exception {
        var client = Thespis.plain().connect(port);
        clients.add(client);
        Client.same(1, client.call(1));
    }

    @Override
    void removeLast() {
        clients.removeLast().close();
    }

    @Override
    int size() {
        return clients.size();
    }

    @Override
    void call(int index, long turn) throws Exception {
        Client.same(turn, clients.get(index).call(turn));
    }

    @Override
    public void close() {
        while (!clients.isEmpty()) removeLast();
    }
}
