package dev.thespis.actor.internal;

import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Mailbox;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What only some actors need, apart so that it costs the others nothing: running concurrent handlers, the throttle,
/// the restarts, and who wants to know of the end.
///
/// The set of running envelopes is guarded by this object's monitor; throttle and restarts belong to the consumer.
final class Extras {
    private final int concurrency;
    private final Set<Envelope> running = new HashSet<>(4);
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private final List<Runnable> listeners = new ArrayList<>(0);
    private final RestartBudget restarts = new RestartBudget();
    private final @Nullable Throttle throttle;

    Extras(ActorOptions options) {
        concurrency = options.concurrency();
        throttle = options.mailbox() instanceof Mailbox.Throttled throttled
                ? new Throttle(
                        throttled.count(), Deadline.bounded(throttled.per()).toNanos())
                : null;
    }

    RestartBudget restarts() {
        return restarts;
    }

    @Nullable
    Throttle throttle() {
        return throttle;
    }

    CompletableFuture<@Nullable Void> end() {
        return end;
    }

    void ended() {
        end.complete(null);
        List<Runnable> all;
        synchronized (listeners) {
            all = List.copyOf(listeners);
            listeners.clear();
        }
        all.forEach(Runnable::run);
    }

    /// Runs the action when the actor has ended, which may be now.
    void whenEnded(Runnable action) {
        synchronized (listeners) {
            if (!end.isDone()) {
                listeners.add(action);
                return;
            }
        }
        action.run();
    }

    void noLongerWhenEnded(Runnable action) {
        synchronized (listeners) {
            listeners.remove(action);
        }
    }

    /// Counts the envelope in, when there is room.
    synchronized void enter(Envelope envelope) {
        awaitUninterruptibly(concurrency - 1);
        running.add(envelope);
    }

    synchronized void leave(Envelope envelope) {
        running.remove(envelope);
        notifyAll();
    }

    synchronized void awaitNone() {
        awaitUninterruptibly(0);
    }

    synchronized void interruptAll() {
        running.forEach(Envelope::interrupt);
    }

    /// The activation's thread is interrupted only for a handler's sake; here there is none.
    private synchronized void awaitUninterruptibly(int count) {
        boolean interrupted = false;
        while (running.size() > count) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
