package dev.thespis.bench.growth;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import java.util.ArrayDeque;
import java.util.Deque;

/// Makes actors for those who ask over a connection.
@Namespace("growth-directory")
interface Directory {
    /// Is answered with a new actor.
    record Make() implements Message<Directory, Address<Lone>> {}

    /// Ends the one that was made last.
    record EndLast() implements Message<Directory, Void> {}

    /// The actor. Each that it makes has a nursery of its own, so that it can be ended.
    final class Making implements Actor<Directory> {
        private final Nursery nursery;
        private final Deque<Nursery> made = new ArrayDeque<>();

        Making(Nursery nursery) {
            this.nursery = nursery;
        }

        @Override
        public Handlers<Directory> handlers() {
            return Handlers.of(Directory.class)
                    .on(Make.class, make -> make())
                    .run(EndLast.class, end -> made.pop().close());
        }

        private Address<Lone> make() {
            made.push(nursery.nest("made"));
            return made.element().spawn(Lone.class, Lone.Adding::new);
        }
    }
}
