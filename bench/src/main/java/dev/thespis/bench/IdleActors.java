package dev.thespis.bench;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Nursery;
import java.lang.ref.Reference;
import java.util.ArrayList;

/// Spawns a million actors and prints what an idle one costs in heap, its empty state and two handlers included.
public final class IdleActors {
    private static final int COUNT = 1_000_000;

    private IdleActors() {}

    /// The contract.
    public interface Nothing {
        /// One message.
        record One() implements Message<Nothing, Void> {}

        /// Another message.
        record Two() implements Message<Nothing, Void> {}
    }

    private static final class Idle implements Actor<Nothing> {
        @Override
        public Handlers<Nothing> handlers() {
            return Handlers.of(Nothing.class).run(Nothing.One.class, one -> {}).run(Nothing.Two.class, two -> {});
        }
    }

    /// Measures.
    ///
    /// @param arguments none
    public static void main(String[] arguments) {
        try (var nursery = Nursery.open("idle")) {
            nursery.spawn(Nothing.class, Idle::new);
            var addresses = new ArrayList<>(COUNT);
            var before = used();
            var start = System.nanoTime();
            try {
                for (var i = 0; i < COUNT; i++) addresses.add(nursery.spawn(Nothing.class, Idle::new));
                var seconds = (System.nanoTime() - start) / 1e9;
                var bytes = (used() - before) / (double) COUNT;
                System.out.printf("%d actors: %.0f bytes of heap each, %.0f spawns/s%n", COUNT, bytes, COUNT / seconds);
            } finally {
                Reference.reachabilityFence(addresses);
            }
        }
    }

    private static long used() {
        for (var i = 0; i < 3; i++) System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
