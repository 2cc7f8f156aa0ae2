package dev.thespis.remote;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Takes messages of any size and knows in which order they came.
@Namespace("depot")
interface Depot {
    /// Is kept by number; the goods are checked and forgotten.
    record Put(int sender, int number, byte[] goods) implements Message<Depot, Integer> {}

    /// What came from a sender, in order.
    record Numbers(int sender) implements Message<Depot, List<Integer>> {}

    /// Comes with an address, which is called.
    record Visit(byte[] luggage, Address<Bell> bell) implements Message<Depot, Integer> {}

    /// Asks for an address, and for goods with it.
    record Fetch(int bytes) implements Message<Depot, Lot> {}

    /// Asks for goods alone.
    record Take(int bytes) implements Message<Depot, byte[]> {}

    /// What [Fetch] gets.
    record Lot(byte[] goods, Address<Bell> bell) {}

    /// What is carried.
    @Namespace("bell")
    interface Bell {
        record Ring() implements Message<Bell, Integer> {}
    }

    /// Goods that can be checked.
    static byte[] goods(int bytes) {
        var goods = new byte[bytes];
        for (var i = 0; i < bytes; i++) goods[i] = (byte) (i * 31 + (i >> 8));
        return goods;
    }

    /// Counts how often it is rung.
    final class Ringer implements Actor<Bell> {
        private int count;

        @Override
        public Handlers<Bell> handlers() {
            return Handlers.of(Bell.class).on(Bell.Ring.class, ring -> ++count);
        }
    }

    /// Keeps the books.
    final class Keeper implements Actor<Depot> {
        private final List<Put> all = new ArrayList<>();
        private final Address<Bell> bell;

        Keeper(Address<Bell> bell) {
            this.bell = bell;
        }

        @Override
        public Handlers<Depot> handlers() {
            return Handlers.of(Depot.class)
                    .on(Put.class, this::put)
                    .on(
                            Numbers.class,
                            ask -> all.stream()
                                    .filter(put -> put.sender == ask.sender)
                                    .map(Put::number)
                                    .toList())
                    .on(Visit.class, visit -> {
                        check(visit.luggage);
                        return visit.bell.call(new Bell.Ring());
                    })
                    .on(Take.class, take -> goods(take.bytes))
                    .on(Fetch.class, fetch -> new Lot(goods(fetch.bytes), bell));
        }

        private int put(Put put) {
            check(put.goods);
            all.add(new Put(put.sender, put.number, new byte[0]));
            return put.goods.length;
        }

        private static void check(byte[] goods) {
            if (!Arrays.equals(goods, goods(goods.length))) throw new IllegalStateException("damaged goods");
        }
    }
}
