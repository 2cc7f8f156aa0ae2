package dev.thespis.actor.internal;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.Ending;
import dev.thespis.actor.Events;
import dev.thespis.actor.Handler;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.NurseryEvent;
import dev.thespis.actor.NurseryException;
import dev.thespis.actor.NurseryOptions;
import dev.thespis.actor.Observable;
import dev.thespis.actor.Protocol;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a nursery really is: actors, tasks and nested nurseries, and the order in which they end.
///
/// ```
///    OPEN ---- close ----> CLOSING ---- everything has ended ----> CLOSED
/// ```
///
/// Besides, it may be cancelled, in any state. All fields that change are guarded by `lock`, under which no code of the
/// user's runs. A thread that holds it may take the lock of a nested scope, never that of the parent.
public final class Scope {
    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final NurseryOptions options;
    private final BiFunction<Handlers<?>, Protocol<?>, Handler<?, ?>[]> tables;

    /// In which this one is nested, if it is.
    private final @Nullable Scope parent;

    /// In whose actor or task this one was opened, if it was.
    private final @Nullable Scope surrounding;

    private final Events<NurseryEvent> events = new Events<>(NurseryEvent.Missed::new);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Cells cells = new Cells();
    private final Set<Task<?>> tasks = new HashSet<>();
    private final ArrayDeque<Scope> children = new ArrayDeque<>(0);
    private Failures failures = new Failures();
    private State state = State.OPEN;
    private boolean cancelled;

    private Scope(
            NurseryOptions options,
            BiFunction<Handlers<?>, Protocol<?>, Handler<?, ?>[]> tables,
            @Nullable Scope parent) {
        this.options = options;
        this.tables = tables;
        this.parent = parent;
        Running running = Running.current();
        this.surrounding = running == null ? null : running.scope();
    }

    /// Opens a scope.
    ///
    /// @param options how it is to live
    /// @param tables gets the table of complete handlers for a protocol
    /// @return to be closed
    public static Scope open(NurseryOptions options, BiFunction<Handlers<?>, Protocol<?>, Handler<?, ?>[]> tables) {
        return new Scope(options, tables, null);
    }

    /// Opens a scope in this one.
    ///
    /// @param name its name
    /// @return to be closed
    public Scope nest(String name) {
        Scope child = new Scope(options.withName(name), tables, this);
        locked(() -> {
            refuseUnlessOpen();
            children.addLast(child);
        });
        return child;
    }

    /// The name of the nursery.
    ///
    /// @return for people to read
    public String name() {
        return options.name();
    }

    /// What happens here and in nested scopes.
    ///
    /// @return to be observed
    public Observable<NurseryEvent> events() {
        return events;
    }

    /// Makes and starts an actor on this thread.
    ///
    /// @param type its protocol
    /// @param actorOptions how it is to live
    /// @param factory makes it
    /// @param <P> its protocol
    /// @return its address
    public <P> Address<P> spawn(
            Class<P> type, ActorOptions actorOptions, Function<? super Address<P>, ? extends Actor<P>> factory) {
        Cell<P> cell = new Cell<>(this, Protocol.of(type), actorOptions, factory);
        lock.lock();
        try {
            refuseUnlessOpen();
            cells.add(cell);
        } finally {
            lock.unlock();
        }
        try {
            new Activation(cell).spawn();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new NurseryException("actor " + cell.name() + " could not start", failure, List.of(), 0);
        }
        return cell;
    }

    /// Starts a task.
    ///
    /// @param name its name
    /// @param work what it does
    /// @param <T> its result
    /// @return its result to come
    public <T> Future<T> fork(String name, Callable<T> work) {
        Task<T> task = new Task<>(this, name, work);
        locked(() -> {
            refuseUnlessOpen();
            tasks.add(task);
        });
        task.start();
        return task;
    }

    /// Begins to stop an actor.
    ///
    /// @param address of an actor of this scope
    /// @param ending how
    /// @return done when it has ended
    public CompletableFuture<@Nullable Void> stop(Address<?> address, Ending ending) {
        if (!(address instanceof Cell<?> cell) || cell.scope() != this) {
            throw new IllegalArgumentException(address.name() + " is not an actor of the nursery " + name());
        }
        CompletableFuture<@Nullable Void> end = cell.extras().end();
        if (cell.stop(ending)) {
            new Activation(cell).start();
        } else if (cell.hasEnded()) {
            end.complete(null);
        }
        return end;
    }

    /// Waits until the tasks of this scope and its nested ones have ended; throws what has failed.
    ///
    /// @throws InterruptedException if interrupted while waiting
    public void join() throws InterruptedException {
        refuseFromInside("join");
        awaitTasks();
        throwFailures();
    }

    private void awaitTasks() throws InterruptedException {
        for (Scope child : childrenNow()) {
            child.awaitTasks();
        }
        lock.lockInterruptibly();
        try {
            while (!tasks.isEmpty()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Interrupts everything, here and in nested scopes; returns at once.
    public void cancel() {
        childrenNow().forEach(Scope::cancel);
        locked(() -> {
            cancelled = true;
            tasks.forEach(task -> task.cancel(true));
            cells.forEach(cell -> {
                if (cell.stop(Ending.CANCEL)) {
                    new Activation(cell).start();
                }
            });
        });
    }

    /// Ends everything, waits for that, and throws what has failed.
    public void close() {
        refuseFromInside("close");
        end();
        throwFailures();
    }

    private void end() {
        if (!beginClosing()) {
            await(() -> state == State.CLOSED);
            return;
        }
        if (options.onClose() == Ending.CANCEL) {
            cancel();
        }
        endChildren();
        await(tasks::isEmpty);
        endActors();
        locked(() -> {
            state = State.CLOSED;
            changed.signalAll();
        });
        if (parent != null) {
            parent.ended(this);
        }
        events.complete();
    }

    private boolean beginClosing() {
        lock.lock();
        try {
            boolean first = state == State.OPEN;
            state = first ? State.CLOSING : state;
            return first;
        } finally {
            lock.unlock();
        }
    }

    private void endChildren() {
        List<Scope> open = childrenNow();
        for (Scope child : open.reversed()) {
            child.end();
            Failures unreported = child.takeFailures();
            locked(() -> failures.addAll(unreported));
        }
    }

    /// Ends one actor after the other, the newest first: it may still use those that were there before it. An actor
    /// that
    /// is idle ends on this thread.
    private void endActors() {
        Cell<?> newest = newestCell();
        while (newest != null) {
            Cell<?> ending = newest;
            if (ending.stop(Ending.DRAIN)) {
                new Activation(ending).run();
            }
            await(() -> cells.newest() != ending); // no other one is added any more
            newest = newestCell();
        }
    }

    private @Nullable Cell<?> newestCell() {
        lock.lock();
        try {
            return cells.newest();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a condition; an interrupt cancels everything, and the waiting goes on.
    private void await(BooleanSupplier condition) {
        boolean interrupted = false;
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                try {
                    changed.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                    cancel();
                }
            }
        } finally {
            lock.unlock();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Scope> childrenNow() {
        lock.lock();
        try {
            return new ArrayList<>(children);
        } finally {
            lock.unlock();
        }
    }

    private Failures takeFailures() {
        lock.lock();
        try {
            Failures taken = failures;
            failures = new Failures();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void throwFailures() {
        Failures unreported = takeFailures();
        if (!unreported.isEmpty()) {
            throw unreported.toException(name());
        }
    }

    private void refuseUnlessOpen() {
        if (cancelled || state != State.OPEN) {
            throw new IllegalStateException("nursery " + name() + " is " + (cancelled ? "cancelled" : "closed"));
        }
    }

    private void refuseFromInside(String what) {
        Running running = Running.current();
        if (running != null && running.scope().isWithin(this)) {
            throw new IllegalStateException(what + " of nursery " + name()
                    + " called from one of its own actors or tasks would wait for itself");
        }
    }

    private boolean isWithin(Scope other) {
        return this == other
                || (parent != null && parent.isWithin(other))
                || (surrounding != null && surrounding.isWithin(other));
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    // What follows is for the members.

    Duration callDeadline() {
        return options.callDeadline();
    }

    Handler<?, ?>[] table(Handlers<?> handlers, Protocol<?> protocol) {
        return tables.apply(handlers, protocol);
    }

    boolean isObserved() {
        return events.hasObservers() || (parent != null && parent.isObserved());
    }

    void publish(NurseryEvent event) {
        events.publish(event);
        if (parent != null) {
            parent.publish(event);
        }
    }

    void actorFailed(Throwable failure) {
        locked(() -> failures.add(failure));
    }

    void ended(Cell<?> cell) {
        if (isObserved()) {
            publish(new NurseryEvent.ActorStopped(cell));
        }
        locked(() -> {
            cells.remove(cell);
            changed.signalAll();
        });
    }

    /// Records a task's failure; false if it is none.
    boolean taskFailed(Task<?> task, Throwable failure) {
        if (task.isCancelled() && isConsequence(failure)) {
            return false;
        }
        locked(() -> failures.add(failure));
        if (isObserved()) {
            publish(new NurseryEvent.TaskFailed(task.name(), failure));
        }
        return true;
    }

    /// Whether this is what an interrupt looks like when it comes out of a task.
    private static boolean isConsequence(Throwable failure) {
        return failure instanceof InterruptedException
                || failure instanceof CancellationException
                || failure instanceof ClosedByInterruptException
                || failure instanceof InterruptedIOException;
    }

    void ended(Task<?> task) {
        locked(() -> {
            tasks.remove(task);
            changed.signalAll();
        });
    }

    private void ended(Scope child) {
        locked(() -> children.remove(child));
    }
}
