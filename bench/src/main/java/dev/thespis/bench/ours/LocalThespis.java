package dev.thespis.bench.ours;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Nursery;
import dev.thespis.bench.load.Local;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// Our actors, with the default mailbox, which makes senders wait; producers are virtual threads.
public final class LocalThespis implements Local {
    private final Nursery nursery = Nursery.open("local");
    private final Address<Counter> counter = nursery.spawn(Counter.class, Tally::new);
    private final List<Address<Counter>> kept = new ArrayList<>();

    /// The contract.
    interface Counter {
        /// Adds.
        record Add(long n) implements Message<Counter, Void> {}

        /// Asks.
        record Show() implements Message<Counter, Long> {}
    }

    private static final class Tally implements Actor<Counter> {
        private long total;

        @Override
        public Handlers<Counter> handlers() {
            return Handlers.of(Counter.class)
                    .run(Counter.Add.class, add -> total += add.n())
                    .on(Counter.Show.class, show -> total);
        }
    }

    @Override
    public String name() {
        return "thespis";
    }

    @Override
    public void sends(int producers, int count) throws Exception {
        var before = counter.call(new Counter.Show());
        try (var scope = nursery.nest("producers")) {
            for (var n = 0; n < producers; n++) {
                var unused = scope.fork("producer", () -> {
                    for (var sent = 0; sent < count / producers; sent++) counter.send(new Counter.Add(1));
                    return true;
                });
            }
        }
        var handled = counter.call(new Counter.Show()) - before;
        if (handled != count) throw new IllegalStateException("handled=" + handled + ", sent=" + count);
    }

    @Override
    public void calls(int count) throws Exception {
        Callable<Long> calls = () -> {
            var last = 0L;
            for (var n = 0; n < count; n++) last = counter.call(new Counter.Show());
            return last;
        };
        var unused = nursery.fork("caller", calls).get();
    }

    @Override
    public void spawns(int count) {
        try (var scope = nursery.nest("spawns")) {
            for (var n = 0; n < count; n++) {
                var unused = scope.spawn(Counter.class, Tally::new);
            }
        }
    }

    @Override
    public void idle(int count) {
        for (var n = 0; n < count; n++) kept.add(nursery.spawn(Counter.class, Tally::new));
    }

    @Override
    public void close() {
        nursery.close();
    }
}
