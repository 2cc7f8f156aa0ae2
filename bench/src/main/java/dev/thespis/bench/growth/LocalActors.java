package dev.thespis.bench.growth;

import dev.thespis.actor.Address;
import dev.thespis.actor.Nursery;
import dev.thespis.bench.load.Client;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Actors of this process. Those that are made together live and end in a nursery of their own.
final class LocalActors extends Crowd {
    private final Nursery all = Nursery.open("growth");
    private final Deque<Nursery> generations = new ArrayDeque<>();
    private final Deque<Integer> before = new ArrayDeque<>();
    private final List<Address<Lone>> addresses = new ArrayList<>();

    @Override
    public void resize(int size) throws Exception {
        if (size > size()) {
            before.push(size());
            generations.push(all.nest("generation"));
        }
        super.resize(size);
    }

    @Override
    void add() {
        addresses.add(generations.element().spawn(Lone.class, Lone.Adding::new));
    }

    @Override
    void removeLast() {
        addresses.removeLast();
        if (size() > before.element()) return;
        before.remove();
        generations.remove().close();
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
        all.close();
    }
}
