package dev.thespis.actor.internal;

import dev.thespis.actor.Message;
import java.util.ArrayDeque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An inbox that hands out urgent envelopes before others.
///
/// A [Fifo] does all that concerns several threads. The consumer empties it into two lanes before each envelope, so an
/// urgent one overtakes everything that has not been handed out.
final class TwoLanes extends Inbox {
    private final Fifo arrivals = new Fifo();
    private final Predicate<Message<?, ?>> urgent;
    private final ArrayDeque<Envelope> first = new ArrayDeque<>(0);
    private final ArrayDeque<Envelope> second = new ArrayDeque<>(0);

    TwoLanes(Predicate<Message<?, ?>> urgent) {
        this.urgent = urgent;
    }

    @Override
    void classify(Envelope envelope) {
        if (urgent.test(envelope.message())) {
            envelope.mark(Envelope.URGENT);
        }
    }

    @Override
    Push push(Envelope envelope) {
        return arrivals.push(envelope);
    }

    @Override
    @Nullable
    Envelope poll() {
        Envelope arrived = arrivals.poll();
        while (arrived != null) {
            (arrived.is(Envelope.URGENT) ? first : second).add(arrived);
            arrived = arrivals.poll();
        }
        return first.isEmpty() ? second.poll() : first.poll();
    }

    @Override
    Rest rest() {
        return arrivals.rest();
    }

    @Override
    boolean close() {
        return arrivals.close();
    }
}
