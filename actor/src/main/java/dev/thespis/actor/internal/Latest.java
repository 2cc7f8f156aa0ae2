package dev.thespis.actor.internal;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An inbox that keeps the latest envelopes. Everything in this class is guarded by its monitor: the pusher must be
/// able to remove the oldest envelope, which the lock-free inbox leaves to its consumer.
final class Latest extends Inbox {
    private final int capacity;
    private final Consumer<Envelope> displaced;
    private final ArrayDeque<Envelope> waiting = new ArrayDeque<>(0);
    private final ArrayDeque<Envelope> signals = new ArrayDeque<>(0);
    private boolean hasConsumer = true;
    private boolean closed;

    /// @param displaced told which envelope gave way to another; called without the lock
    Latest(int capacity, Consumer<Envelope> displaced) {
        this.capacity = capacity;
        this.displaced = displaced;
    }

    @Override
    Push push(Envelope envelope) {
        Envelope oldest = null;
        Push result;
        synchronized (this) {
            if (closed) {
                return Push.CLOSED;
            }
            if (envelope instanceof Signal) {
                signals.add(envelope);
            } else {
                oldest = waiting.size() == capacity ? waiting.poll() : null;
                waiting.add(envelope);
            }
            result = hasConsumer ? Push.ACCEPTED : Push.WAKE;
            hasConsumer = true;
        }
        if (oldest != null) {
            displaced.accept(oldest);
        }
        return result;
    }

    @Override
    synchronized @Nullable Envelope poll() {
        return signals.isEmpty() ? waiting.poll() : signals.poll();
    }

    @Override
    synchronized Rest rest() {
        if (!waiting.isEmpty() || !signals.isEmpty()) {
            return Rest.MORE;
        }
        hasConsumer = closed;
        return closed ? Rest.DRAINED : Rest.IDLE;
    }

    @Override
    synchronized boolean close() {
        boolean wake = !closed && !hasConsumer;
        closed = true;
        hasConsumer = true;
        return wake;
    }
}
