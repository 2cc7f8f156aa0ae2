package dev.thespis.cli.reference;

import dev.thespis.cli.reference.Check.Allowance;
import java.util.List;

/// Checks of the actor that all connections share.
final class HubChecks {
    private static final int SENDS = 1000;

    private HubChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("Reset zeroes the total", HubChecks::reset),
                new Check("Add replies the new total", HubChecks::add),
                new Check("Add wraps around", HubChecks::wrap),
                new Check("Add sent one-way is handled", HubChecks::send),
                new Check("Nop calls and sends are counted", HubChecks::nops),
                new Check("all connections share the hub", HubChecks::shared),
                new Check("1,000 sends arrive", HubChecks::arrive),
                new Check("1,000 sends are handled in order", HubChecks::order),
                new Check("sends and calls keep their order", HubChecks::intertwined));
    }

    private static void reset(Arena arena) throws Exception {
        arena.remotes().call(new Hub.Reset());
        arena.equal(0L, arena.remotes().call(new Hub.Show()));
    }

    private static void add(Arena arena) throws Exception {
        reset(arena);
        arena.equal(5L, arena.remotes().call(new Hub.Add(5)));
        arena.equal(3L, arena.remotes().call(new Hub.Add(-2)));
        arena.equal(3L, arena.remotes().call(new Hub.Show()));
    }

    private static void wrap(Arena arena) throws Exception {
        reset(arena);
        arena.equal(Long.MAX_VALUE, arena.remotes().call(new Hub.Add(Long.MAX_VALUE)));
        arena.equal(Long.MIN_VALUE, arena.remotes().call(new Hub.Add(1)));
    }

    private static void send(Arena arena) throws Exception {
        reset(arena);
        arena.remotes().send(new Hub.Add(7));
        arena.settles(7L, () -> arena.remotes().call(new Hub.Show()));
    }

    private static void nops(Arena arena) throws Exception {
        reset(arena);
        arena.equal(null, arena.remotes().call(new Hub.Nop(1)));
        for (var n = 2; n <= 10; n++) arena.remotes().send(new Hub.Nop(n));
        arena.settles(10L, () -> arena.remotes().call(new Hub.Count()));
    }

    private static void shared(Arena arena) throws Exception {
        reset(arena);
        try (var other = arena.fresh()) {
            arena.equal(5L, other.remotes().call(new Hub.Add(5)));
            arena.equal(8L, arena.remotes().call(new Hub.Add(3)));
            arena.equal(8L, other.remotes().call(new Hub.Show()));
        }
    }

    private static Hub.Order sendNumbers(Arena arena) throws Exception {
        reset(arena);
        for (var n = 0; n < SENDS; n++) arena.remotes().send(new Hub.Seq(n));
        arena.settles(
                (long) SENDS, () -> arena.remotes().call(new Hub.SeqReport()).received());
        return arena.remotes().call(new Hub.SeqReport());
    }

    private static void arrive(Arena arena) throws Exception {
        arena.equal((long) SENDS, sendNumbers(arena).received());
    }

    private static void order(Arena arena) throws Exception {
        var order = sendNumbers(arena);
        if (order.early() != 0 && !arena.keepsOrder())
            throw new Allowance(order.early() + " of " + order.received()
                    + " came before a smaller one; a server of the original does not promise order");
        arena.equal(0L, order.early());
    }

    private static void intertwined(Arena arena) throws Exception {
        reset(arena);
        var late = 0;
        for (var n = 1; n <= 100; n++) {
            arena.remotes().send(new Hub.Add(1));
            if (arena.remotes().call(new Hub.Show()) != n) late++;
        }
        if (late != 0 && !arena.keepsOrder())
            throw new Allowance(
                    late + " of 100 calls overtook a send; a server of the original does not promise order");
        arena.equal(0, late);
    }
}
