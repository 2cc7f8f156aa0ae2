package dev.thespis.actor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// The events of an [Observable] for one who asks for them, rather than being called.
///
/// *Threading.* Safe for use by any number of threads; each event goes to one of them.
///
/// @param <E> the events
public final class Observer<E> implements AutoCloseable {
    private final EventQueue<E> queue;
    private final Runnable leave;

    Observer(EventQueue<E> queue, Runnable leave) {
        this.queue = queue;
        this.leave = leave;
    }

    /// Waits for the next event.
    ///
    /// @param timeout how long at most
    /// @return the oldest event that was not taken yet
    /// @throws TimeoutException if there was none in that time
    /// @throws java.util.NoSuchElementException if there is none and none will come; the cause is what the filter
    /// threw, if that is the reason
    /// @throws InterruptedException if interrupted while waiting
    public E take(Duration timeout) throws InterruptedException, TimeoutException {
        return queue.take(timeout);
    }

    /// The events that are there now.
    ///
    /// @return those that were not taken yet, the oldest first
    public List<E> poll() {
        return queue.pollAll();
    }

    /// Leaves; no more events come.
    @Override
    public void close() {
        leave.run();
        queue.complete();
    }
}
