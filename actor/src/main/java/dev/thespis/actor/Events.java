package dev.thespis.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// A source of events for its owner: publishes to all who observe it.
///
/// *Guarantees.* See [Observable]. All observers get the events in the same order.
///
/// *Threading.* Safe for use by any number of threads; publishing never waits for an observer.
///
/// *Limits.* Each observer holds as many events as it has asked for, or fewer if they are heavy; there is no limit of
/// observers.
///
/// @param <E> the events
public final class Events<E> implements Observable<E> {
    private final LongFunction<? extends E> missed;
    private final ToLongFunction<? super E> weigher;
    private final long maxWeight;

    // The monitor guards changes of the list, and makes the order of events the same for all. No code of an observer's
    // runs under it, except filters.

    private volatile List<Sink<E>> sinks = List.of();
    private boolean complete;

    /// Makes a source without observers.
    ///
    /// @param missed makes the event that tells an observer how many it has missed
    public Events(LongFunction<? extends E> missed) {
        this(missed, event -> 0, 0);
    }

    /// Makes a source without observers, of events that are not equally large: an observer misses the oldest ones also
    /// when those that wait for it are too heavy together. The newest one waits whatever it weighs.
    ///
    /// @param missed makes the event that tells an observer how many it has missed
    /// @param weigher how much an event weighs, always the same; 0 or more
    /// @param maxWeight what may wait for an observer weighs so much at most
    public Events(LongFunction<? extends E> missed, ToLongFunction<? super E> weigher, long maxWeight) {
        this.missed = Objects.requireNonNull(missed);
        this.weigher = Objects.requireNonNull(weigher);
        this.maxWeight = maxWeight;
    }

    /// Whether anybody observes; if not, events need not be made at all.
    ///
    /// @return true if there is an observer now
    public boolean hasObservers() {
        return !sinks.isEmpty();
    }

    /// Puts an event in the queues of all observers that want it. Never blocks on an observer. Does nothing after
    /// [#complete].
    ///
    /// @param event what happened
    public void publish(E event) {
        if (sinks.isEmpty()) {
            return;
        }
        synchronized (this) {
            for (Sink<E> sink : sinks) {
                offer(sink, event);
            }
        }
    }

    /// Ends the source: observers get what is in their queues, then learn that no more will come.
    public void complete() {
        List<Sink<E>> last;
        synchronized (this) {
            complete = true;
            last = sinks;
            sinks = List.of();
        }
        last.forEach(Sink::complete);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super E> subscriber, ObserveOptions<E> options) {
        Objects.requireNonNull(subscriber);
        EventQueue<E> queue = queue(options);
        Sink<E> sink = new Sink<>(queue, options.filter());
        Subscription<E> subscription = new Subscription<>(subscriber, queue, () -> remove(sink));
        sink.wake = subscription::wake;
        add(sink);
        subscription.wake();
    }

    @Override
    public Observer<E> observe(ObserveOptions<E> options) {
        EventQueue<E> queue = queue(options);
        Sink<E> sink = new Sink<>(queue, options.filter());
        add(sink);
        return new Observer<>(queue, () -> remove(sink));
    }

    private EventQueue<E> queue(ObserveOptions<E> options) {
        return new EventQueue<>(options.capacity(), missed, weigher, maxWeight);
    }

    /// A filter that throws is a fault of the observer's; the publisher and the others are not concerned.
    private void offer(Sink<E> sink, E event) {
        try {
            sink.offer(event);
        } catch (RuntimeException | Error failure) {
            remove(sink);
            sink.fail(failure);
        }
    }

    private void add(Sink<E> sink) {
        synchronized (this) {
            if (!complete) {
                List<Sink<E>> more = new ArrayList<>(sinks);
                more.add(sink);
                sinks = List.copyOf(more);
                return;
            }
        }
        sink.complete();
    }

    private synchronized void remove(Sink<E> sink) {
        List<Sink<E>> fewer = new ArrayList<>(sinks);
        fewer.remove(sink);
        sinks = List.copyOf(fewer);
    }

    /// The way to one observer.
    private static final class Sink<E> {
        private final EventQueue<E> queue;
        private final Predicate<? super E> filter;
        private Runnable wake = () -> {};

        Sink(EventQueue<E> queue, Predicate<? super E> filter) {
            this.queue = queue;
            this.filter = filter;
        }

        void offer(E event) {
            if (filter.test(event)) {
                queue.add(event);
                wake.run();
            }
        }

        void complete() {
            queue.complete();
            wake.run();
        }

        void fail(Throwable failure) {
            queue.fail(failure);
            wake.run();
        }
    }
}
