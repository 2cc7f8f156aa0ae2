package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Nursery;
import java.util.concurrent.CompletableFuture;

/// Actors in one process: spawning, sending, calling, and an actor that sends to itself.
public final class LocalActors {
    private LocalActors() {}

    interface Countdown {
        record From(int n, CompletableFuture<String> done) implements Message<Countdown, Void> {}
    }

    /// Takes one step per message, so that others get their turn between two steps.
    static final class Clock implements Actor<Countdown> {
        private final Address<Countdown> self;
        private final StringBuilder seen = new StringBuilder();

        Clock(Address<Countdown> self) {
            this.self = self;
        }

        @Override
        public Handlers<Countdown> handlers() {
            return Handlers.of(Countdown.class).run(Countdown.From.class, this::step);
        }

        private void step(Countdown.From from) throws InterruptedException {
            seen.append(from.n()).append(' ');
            if (from.n() == 0) from.done().complete(seen + "lift-off");
            else self.send(new Countdown.From(from.n() - 1, from.done()));
        }
    }

    public static void main(String[] args) throws Exception {
        try (var nursery = Nursery.open("local")) {
            Address<Counter> counter = nursery.spawn(Counter.class, Tally::new);
            counter.send(new Counter.Add(40)); // returns when the mailbox has it
            counter.call(new Counter.Add(2)); // returns when the handler has ended
            CompletableFuture<Long> total = counter.callAsync(new Counter.Show());
            System.out.println("total " + total.get());

            Address<Countdown> clock = nursery.spawn(Countdown.class, Clock::new); // it is given its own address
            var done = new CompletableFuture<String>();
            clock.send(new Countdown.From(3, done));
            System.out.println(done.get());
        }
    }
}
