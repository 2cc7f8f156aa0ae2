package dev.thespis.bench.fairness;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import java.util.concurrent.locks.LockSupport;

/// Work of different weight.
interface Chore {
    /// Is answered at once.
    record Light(long n) implements Message<Chore, Long> {}

    /// Is counted.
    record Put(long n) implements Message<Chore, Void> {}

    /// Is answered when the time is over, which passes without using a core.
    record Wait(long nanos) implements Message<Chore, Long> {}

    /// Is answered when the time is over, which is spent computing.
    record Compute(long nanos) implements Message<Chore, Long> {}

    /// The actor.
    final class Worker implements Actor<Chore> {
        private long count;

        @Override
        public Handlers<Chore> handlers() {
            return Handlers.of(Chore.class)
                    .on(Light.class, Light::n)
                    .run(Put.class, put -> count++)
                    .on(Wait.class, wait -> pass(wait.nanos(), true))
                    .on(Compute.class, compute -> pass(compute.nanos(), false));
        }

        private long pass(long nanos, boolean parking) {
            var start = System.nanoTime();
            for (var left = nanos; left > 0; left = start + nanos - System.nanoTime()) {
                if (parking) LockSupport.parkNanos(this, left);
            }
            return ++count;
        }
    }
}
