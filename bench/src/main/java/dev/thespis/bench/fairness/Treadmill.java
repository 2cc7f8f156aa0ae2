package dev.thespis.bench.fairness;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import java.util.concurrent.atomic.LongAdder;

/// What keeps itself busy.
interface Treadmill {
    /// Computes for so long, then sends the same again.
    record Step(long nanos) implements Message<Treadmill, Void> {}

    /// The actor. It ends with its nursery, which refuses what it sends then.
    ///
    /// @param self its own address
    /// @param done how many steps all of them have done
    record Runner(Address<Treadmill> self, LongAdder done) implements Actor<Treadmill> {
        @Override
        public Handlers<Treadmill> handlers() {
            return Handlers.of(Treadmill.class).run(Step.class, this::step);
        }

        private void step(Step step) {
            var start = System.nanoTime();
            while (step.nanos() > 0 && System.nanoTime() - start < step.nanos()) Thread.onSpinWait();
            done.increment();
            var unused = self.trySend(step);
        }
    }
}
