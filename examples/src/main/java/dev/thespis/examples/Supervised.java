package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.Backoff;
import dev.thespis.actor.CallException;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.Supervision;
import java.time.Duration;

/// What becomes of an actor when a handler throws: it goes on, or is made anew behind the same address.
public final class Supervised {
    private Supervised() {}

    interface Divider {
        record By(int divisor) implements Message<Divider, Integer> {}
    }

    static final class Twelve implements Actor<Divider> {
        private int remaining = 12;

        @Override
        public Handlers<Divider> handlers() {
            return Handlers.of(Divider.class).on(Divider.By.class, by -> remaining /= by.divisor());
        }
    }

    public static void main(String[] args) throws Exception {
        var restart = ActorOptions.named("restarted")
                .withSupervision(Supervision.restart(3, Duration.ofMinutes(1), Backoff.none()));
        try (var nursery = Nursery.open("supervised")) {
            show("resumed", nursery.spawn(Divider.class, Twelve::new)); // the default: it keeps its state
            show("restarted", nursery.spawn(Divider.class, restart, Twelve::new)); // it is 12 again
        }
    }

    private static void show(String what, Address<Divider> divider) throws InterruptedException {
        System.out.println(what + " " + divider.call(new Divider.By(2)));
        try {
            divider.call(new Divider.By(0));
        } catch (CallException e) {
            System.out.println(what + " failed: " + e.getCause());
        }
        System.out.println(what + " " + divider.call(new Divider.By(1)));
    }
}
