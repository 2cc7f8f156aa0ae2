package dev.thespis.remote;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// What tests expose, withdraw and replace.
@Namespace("desk")
public interface Desk {
    /// Who sits there.
    record Ask() implements Message<Desk, String> {}

    /// Is counted.
    record Tell(int number) implements Message<Desk, Void> {}

    /// Keeps who sits there, until released.
    record Wait() implements Message<Desk, String> {}

    /// The same names, other types.
    @Namespace("desk")
    interface Rebuilt {
        record Ask(int floor) implements Message<Rebuilt, String> {}

        record Tell(String word) implements Message<Rebuilt, Void> {}
    }

    /// Who sits there.
    final class Clerk implements Actor<Desk> {
        final AtomicInteger told = new AtomicInteger();
        final CountDownLatch waiting = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
        private final String name;

        Clerk(String name) {
            this.name = name;
        }

        @Override
        public Handlers<Desk> handlers() {
            return Handlers.of(Desk.class)
                    .on(Desk.Ask.class, ask -> name)
                    .run(Desk.Tell.class, tell -> told.incrementAndGet())
                    .on(Desk.Wait.class, wait -> {
                        waiting.countDown();
                        release.await();
                        return name;
                    });
        }
    }

    /// Who sits at the other one.
    final class Machine implements Actor<Rebuilt> {
        @Override
        public Handlers<Rebuilt> handlers() {
            return Handlers.of(Rebuilt.class)
                    .on(Rebuilt.Ask.class, ask -> "machine on floor " + ask.floor())
                    .run(Rebuilt.Tell.class, tell -> {});
        }
    }

    /// Exposes more on the connection that the message came through, and then returns.
    @Namespace("door")
    interface Door {
        record Open(String namespace) implements Message<Door, Void> {}
    }

    /// Who opens.
    record Doorman(Address<Desk> desk) implements Actor<Door> {
        @Override
        public Handlers<Door> handlers() {
            return Handlers.of(Door.class)
                    .run(
                            Door.Open.class,
                            open -> Caller.current()
                                    .peer()
                                    .expose(Services.in(open.namespace())
                                            .add(Desk.class, desk)
                                            .build()));
        }
    }
}
