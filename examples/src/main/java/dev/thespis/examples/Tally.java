package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;

/// The actor: state that nobody else can touch, and a handler for each message.
final class Tally implements Actor<Counter> {
    private long total;

    @Override
    public Handlers<Counter> handlers() {
        return Handlers.of(Counter.class)
                .run(Counter.Add.class, add -> total += add.n())
                .on(Counter.Show.class, show -> total);
    }
}
