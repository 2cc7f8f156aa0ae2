package dev.thespis.examples;

import dev.thespis.actor.Actor;
import dev.thespis.actor.CallException;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Nursery;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// No call waits for ever: it has a deadline, and whoever has given up interrupts the handler.
public final class Deadlines {
    private Deadlines() {}

    interface Oracle {
        record Ask(String question) implements Message<Oracle, String> {}
    }

    /// Thinks until it is interrupted.
    record Thinker(CountDownLatch begun, CountDownLatch interrupted) implements Actor<Oracle> {
        @Override
        public Handlers<Oracle> handlers() {
            return Handlers.of(Oracle.class).on(Oracle.Ask.class, ask -> think());
        }

        private String think() throws InterruptedException {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
                return "42";
            } finally {
                interrupted.countDown();
            }
        }
    }

    public static void main(String[] args) throws Exception {
        try (var nursery = Nursery.open("oracle")) {
            var latches = new CountDownLatch[] {
                new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1)
            };
            var slow = nursery.spawn(Oracle.class, () -> new Thinker(latches[0], latches[1]));
            try {
                slow.call(new Oracle.Ask("why?"), Duration.ofMillis(50));
            } catch (CallException e) {
                System.out.println(e.getMessage());
            }
            latches[1].await();
            System.out.println("the handler was interrupted by the deadline");

            var abandoned = nursery.spawn(Oracle.class, () -> new Thinker(latches[2], latches[3]));
            var answer = abandoned.callAsync(new Oracle.Ask("when?"));
            latches[2].await();
            answer.cancel(true);
            latches[3].await();
            System.out.println("the handler was interrupted by the caller");
        }
    }
}
