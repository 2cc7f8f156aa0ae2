package dev.thespis.cli.soak;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.remote.Caller;

/// Actors that note down what is published, in the order in which it comes.
final class Listeners {
    private Listeners() {}

    private static long place() {
        return Caller.isRemote() ? Caller.current().peer().id() : 0;
    }

    record OfTicker(Journal journal) implements Actor<Ticker> {
        @Override
        public Handlers<Ticker> handlers() {
            return Handlers.of(Ticker.class)
                    .run(Ticker.Tick.class, tick -> journal.write(Journal.What.TICK, place(), tick.id()));
        }
    }

    record OfRush(Journal journal) implements Actor<Rush> {
        @Override
        public Handlers<Rush> handlers() {
            return Handlers.of(Rush.class).run(Rush.Beat.class, beat -> {
                journal.write(Journal.What.BEAT, place(), beat.id());
                if (!Cargo.belongsTo(beat.id(), beat.cargo())) journal.write(Journal.What.DAMAGED, 0, beat.id());
            });
        }
    }
}
