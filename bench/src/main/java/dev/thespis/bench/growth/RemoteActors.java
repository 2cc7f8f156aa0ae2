package dev.thespis.bench.growth;

import dev.thespis.actor.Address;
import dev.thespis.bench.load.Client;
import dev.thespis.bench.ours.Thespis;
import dev.thespis.remote.Capability;
import dev.thespis.remote.Peer;
import java.util.ArrayList;
import java.util.List;

/// Actors behind one connection, whose addresses come in replies.
final class RemoteActors extends Crowd {
    private final Peer peer;
    private final Address<Directory> directory;
    private final List<Address<Lone>> addresses = new ArrayList<>();

    RemoteActors(int port) throws Exception {
        this.peer = Thespis.plain().dial(port);
        this.directory = peer.address(Directory.class);
    }

    @Override
    void add() throws Exception {
        addresses.add(directory.call(new Directory.Make()));
    }

    @Override
    void removeLast() throws Exception {
        Capability.release(addresses.removeLast());
        directory.call(new Directory.EndLast());
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
