package dev.thespis.actor;

import java.util.concurrent.Flow;

/// A source of events that any number of observers may watch, none of which can slow it.
///
/// *Guarantees.* Each observer gets the events that come after it has joined, in one order, from a queue of its own. If
/// the queue is full the oldest event is dropped, and the observer is told how many it missed before it gets the next.
///
/// @param <E> the events
public interface Observable<E> extends Flow.Publisher<E> {
    /// Adds a subscriber with the default options.
    ///
    /// @param subscriber called on a virtual thread that runs only while there is something to deliver
    @Override
    default void subscribe(Flow.Subscriber<? super E> subscriber) {
        subscribe(subscriber, ObserveOptions.defaults());
    }

    /// Adds a subscriber. One that throws is dropped.
    ///
    /// @param subscriber called on a virtual thread that runs only while there is something to deliver
    /// @param options what it wants
    void subscribe(Flow.Subscriber<? super E> subscriber, ObserveOptions<E> options);

    /// Adds an observer that asks for events, with the default options.
    ///
    /// @return to be closed when it is no longer used
    default Observer<E> observe() {
        return observe(ObserveOptions.defaults());
    }

    /// Adds an observer that asks for events.
    ///
    /// @param options what it wants
    /// @return to be closed when it is no longer used
    Observer<E> observe(ObserveOptions<E> options);
}
