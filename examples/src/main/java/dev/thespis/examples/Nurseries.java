package dev.thespis.examples;

import dev.thespis.actor.Nursery;
import dev.thespis.actor.NurseryException;
import java.util.concurrent.CountDownLatch;

/// A nursery owns what is started in it: its end is their end, and a task that fails ends the others.
@SuppressWarnings("FutureReturnValueIgnored") // what fails is thrown where the nursery is waited for
public final class Nurseries {
    private Nurseries() {}

    public static void main(String[] args) throws Exception {
        var counter = succeeding();
        System.out.println("counted " + counter);
        failing();
    }

    private static long succeeding() throws Exception {
        try (var nursery = Nursery.open("counting")) {
            var counter = nursery.spawn(Counter.class, Tally::new);
            for (var i = 1; i <= 10; i++) {
                var n = i;
                nursery.fork("adder-" + i, () -> counter.call(new Counter.Add(n)));
            }
            nursery.join(); // for the tasks; the actor lives until the nursery is closed
            return counter.call(new Counter.Show());
        }
    }

    private static void failing() {
        var started = new CountDownLatch(1);
        try (var nursery = Nursery.open("failing")) {
            nursery.fork("patient", () -> {
                started.countDown();
                try {
                    new CountDownLatch(1).await(); // for ever, were it not for the other one
                } catch (InterruptedException e) {
                    System.out.println("the patient task was interrupted");
                }
                return null;
            });
            nursery.fork("hasty", () -> {
                started.await();
                throw new IllegalStateException("out of luck");
            });
        } catch (NurseryException e) {
            System.out.println("the nursery failed: " + e.getCause());
        }
    }
}
