package dev.thespis.bench.growth;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import java.util.concurrent.atomic.LongAdder;

/// What is published.
@Namespace("growth-bulletin")
interface Bulletin {
    /// Is counted by each subscriber.
    record Flash(long n, String tag) implements Message<Bulletin, Void> {}

    /// A subscriber.
    ///
    /// @param read how often any of them has got something
    record Reader(LongAdder read) implements Actor<Bulletin> {
        @Override
        public Handlers<Bulletin> handlers() {
            return Handlers.of(Bulletin.class).run(Flash.class, flash -> read.increment());
        }
    }
}
