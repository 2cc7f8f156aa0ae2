package dev.thespis.actor;

import java.util.Objects;
import java.util.function.Predicate;

/// What one observer wants.
///
/// @param capacity how many events wait for it at most, 1 or more; by default 256. Beyond it the oldest are dropped
/// @param filter which events it wants; by default all. Runs on the thread that publishes; must not block; if it
/// throws, the observer is dropped and told so
/// @param <E> the events
public record ObserveOptions<E>(int capacity, Predicate<? super E> filter) {
    /// Refuses a capacity below 1.
    public ObserveOptions {
        Objects.requireNonNull(filter);
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be 1 or more: capacity=" + capacity);
        }
    }

    /// What holds unless something else is said.
    ///
    /// @param <E> the events
    /// @return the defaults named above
    public static <E> ObserveOptions<E> defaults() {
        return new ObserveOptions<>(256, event -> true);
    }

    /// The same with another capacity.
    ///
    /// @param capacity how many events wait at most
    /// @return a copy
    public ObserveOptions<E> withCapacity(int capacity) {
        return new ObserveOptions<>(capacity, filter);
    }

    /// The same with another filter.
    ///
    /// @param filter which events are wanted
    /// @return a copy
    public ObserveOptions<E> withFilter(Predicate<? super E> filter) {
        return new ObserveOptions<>(capacity, filter);
    }
}
