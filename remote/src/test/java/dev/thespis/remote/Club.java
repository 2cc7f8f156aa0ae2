package dev.thespis.remote;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Where guests leave their addresses and get those of others.
@Namespace("club")
public interface Club {
    record Enter(String name, Address<Guest> guest) implements Message<Club, Void> {}

    record Meet(String name) implements Message<Club, Address<Guest>> {}

    record Leave(String name) implements Message<Club, Void> {}

    /// What guests may ask each other.
    interface Guest {
        /// Waits for a turn.
        record Ask(int number) implements Message<Guest, Integer> {}

        record Hear(String text) implements Message<Guest, Integer> {}
    }

    /// The doorman.
    final class Door implements Actor<Club> {
        private final Map<String, Address<Guest>> guests = new HashMap<>();

        @Override
        public Handlers<Club> handlers() {
            return Handlers.of(Club.class)
                    .run(Enter.class, enter -> guests.put(enter.name(), enter.guest()))
                    .on(Meet.class, meet -> Objects.requireNonNull(guests.get(meet.name())))
                    .run(Leave.class, leave -> Capability.release(Objects.requireNonNull(guests.remove(leave.name()))));
        }
    }

    /// One guest, who answers as often as it is given a turn.
    final class Visitor {
        final Semaphore turns = new Semaphore(0);
        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger answered = new AtomicInteger();
        final Capability<Guest> shown;
        final Address<Guest> address;

        Visitor(Nursery nursery) {
            address = nursery.spawn(Guest.class, this::actor);
            shown = Capability.of(Guest.class, address);
        }

        private Actor<Guest> actor() {
            return () -> Handlers.of(Guest.class)
                    .on(Guest.Ask.class, ask -> {
                        begun.incrementAndGet();
                        turns.acquire();
                        answered.incrementAndGet();
                        return ask.number();
                    })
                    .on(Guest.Hear.class, hear -> hear.text().length());
        }
    }
}
