package dev.thespis.remote;

import dev.thespis.actor.Observer;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what must come, and fails if it does not.
final class Until {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Until() {}

    static void holds(BooleanSupplier condition) {
        holds(condition, LIMIT);
    }

    static void holds(BooleanSupplier condition, Duration limit) {
        var until = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) throw new AssertionError("it does not hold after " + limit);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// What can't be reached has been collected.
    static void collected() {
        var canary = new WeakReference<>(new Object());
        holds(() -> {
            System.gc();
            return canary.get() == null;
        });
    }

    /// Takes events until one of this type comes.
    static <T extends PeerEvent> T event(Observer<PeerEvent> events, Class<T> type)
            throws InterruptedException, TimeoutException {
        while (true) {
            var event = events.take(LIMIT);
            if (type.isInstance(event)) return type.cast(event);
        }
    }

    /// Takes events until an error of this type comes.
    static <T extends PeerError> T error(Observer<PeerEvent> events, Class<T> type)
            throws InterruptedException, TimeoutException {
        while (true) {
            var failed = event(events, PeerEvent.Failed.class);
            if (type.isInstance(failed.error())) return type.cast(failed.error());
        }
    }
}
