package dev.thespis.actor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The events that wait for one observer: the latest ones, and how many were dropped before them. Everything in this
/// class is guarded by its monitor.
final class EventQueue<E> {
    /// Longer waits are cut to this, so that no sum overflows.
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final int capacity;
    private final LongFunction<? extends E> missed;
    private final ToLongFunction<? super E> weigher;
    private final long maxWeight;
    private final ArrayDeque<E> waiting = new ArrayDeque<>(0);
    private long weight;
    private long missedCount;
    private boolean complete;
    private @Nullable Throwable failure;

    EventQueue(int capacity, LongFunction<? extends E> missed, ToLongFunction<? super E> weigher, long maxWeight) {
        this.capacity = capacity;
        this.missed = missed;
        this.weigher = weigher;
        this.maxWeight = maxWeight;
    }

    synchronized void add(E event) {
        if (complete) {
            return;
        }
        weight += weigher.applyAsLong(event);
        while (!waiting.isEmpty() && (waiting.size() == capacity || weight > maxWeight)) {
            remove();
            missedCount++;
        }
        waiting.add(event);
        notify();
    }

    private @Nullable E remove() {
        E event = waiting.poll();
        if (event != null) {
            weight -= weigher.applyAsLong(event);
        }
        return event;
    }

    /// The next event, which tells what was missed if something was; null if there is none.
    synchronized @Nullable E poll() {
        if (missedCount == 0) {
            return remove();
        }
        long count = missedCount;
        missedCount = 0;
        return missed.apply(count);
    }

    synchronized List<E> pollAll() {
        List<E> all = new ArrayList<>(waiting.size() + 1);
        for (E event = poll(); event != null; event = poll()) {
            all.add(event);
        }
        return all;
    }

    synchronized E take(Duration timeout) throws InterruptedException, TimeoutException {
        long endNanos = System.nanoTime() + (timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST).toNanos();
        E event = poll();
        while (event == null) {
            long remainingNanos = endNanos - System.nanoTime();
            if (complete) {
                throw new NoSuchElementException("no more events", failure);
            }
            if (remainingNanos <= 0) {
                throw new TimeoutException("no event within " + timeout.toMillis() + " ms");
            }
            wait(remainingNanos / 1_000_000, (int) (remainingNanos % 1_000_000));
            event = poll();
        }
        return event;
    }

    /// Whether there is no event and none will come: one question, since events may come between two.
    synchronized boolean isExhausted() {
        return complete && waiting.isEmpty() && missedCount == 0;
    }

    /// No more events come; those that are there stay.
    synchronized void complete() {
        complete = true;
        notifyAll();
    }

    /// No more events come, because the observer's filter has failed.
    synchronized void fail(Throwable thrown) {
        failure = thrown;
        complete();
    }

    synchronized @Nullable Throwable failure() {
        return failure;
    }
}
