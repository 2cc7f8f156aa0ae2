package dev.thespis.actor;

import java.util.concurrent.Callable;

/// Actors of this protocol do in their handlers what the test says.
interface Worker {
    /// Runs alone.
    record Work(Callable<?> work) implements Message<Worker, Object> {}

    /// Runs beside others.
    record Aside(Callable<?> work) implements Message<Worker, Object> {}

    static Work work(Callable<?> work) {
        return new Work(work);
    }

    static Aside aside(Callable<?> work) {
        return new Aside(work);
    }

    static Work nothing() {
        return new Work(() -> "done");
    }

    /// An actor that does as it is told.
    final class Willing implements Actor<Worker> {
        @Override
        public Handlers<Worker> handlers() {
            return Handlers.of(Worker.class)
                    .on(Work.class, work -> work.work().call())
                    .concurrent(Aside.class, aside -> aside.work().call());
        }
    }
}
