package dev.thespis.remote;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import java.util.concurrent.atomic.AtomicInteger;

/// Messages that count how often they are encoded.
@Namespace("counted")
public interface Counted {
    record Once(int number) implements Message<Counted, Void> {
        private static final AtomicInteger READ = new AtomicInteger();

        @Override
        public int number() {
            READ.incrementAndGet();
            return number;
        }

        /// How often any was read, which encoding does.
        static int read() {
            return READ.get();
        }
    }

    /// Counts what comes, and does not look at it.
    final class Counter implements Actor<Counted> {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Handlers<Counted> handlers() {
            return Handlers.of(Counted.class).run(Once.class, once -> count.incrementAndGet());
        }

        int count() {
            return count.get();
        }
    }
}
