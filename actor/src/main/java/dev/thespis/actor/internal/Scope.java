package dev.thespis.actor.internal;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Ending;
import dev.thespis.actor.Events;
import dev.thespis.actor.Handler;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.NurseryEvent;
import dev.thespis.actor.NurseryException;
import dev.thespis.actor.NurseryOptions;
import dev.thespis.actor.Observable;
import dev.thespis.actor.Protocol;
import dev.thespis.actor.SendException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a nursery really is: the order in which its [Members] end, and what becomes of their failures.
///
/// *Threading.* What changes is in `members`. A thread never holds the locks of two scopes.
public final class Scope {
    private final NurseryOptions options;
    private final BiFunction<Handlers<?>, Protocol<?>, Handler<?, ?>[]> tables;

    /// In which this one is nested, if it is.
    private final @Nullable Scope parent;

    /// In whose actor or task this one was opened, if it was.
    private final @Nullable Scope surrounding;

    private final Events<NurseryEvent> events = new Events<>(NurseryEvent.Missed::new);
    private final Members members;

    private Scope(
            NurseryOptions options,
            BiFunction<Handlers<?>, Protocol<?>, Handler<?, ?>[]> tables,
            @Nullable Scope parent) {
        this.options = options;
        this.tables = tables;
        this.parent = parent;
        this.members = new Members(options.name());
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
        members.add(child);
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
        members.add(cell);
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
        members.add(task);
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

    /// A task may have forked another one here, or in a scope that it nested here, after that was looked at.
    private void awaitTasks() throws InterruptedException {
        do {
            members.awaitTasks();
            for (Scope child : members.children()) {
                child.awaitTasks();
            }
        } while (hasTasks());
    }

    private boolean hasTasks() {
        return members.hasTasks() || members.children().stream().anyMatch(Scope::hasTasks);
    }

    /// Interrupts everything, here and in nested scopes; returns at once.
    public void cancel() {
        // In two rounds: no task shall see an actor stopped that does not know yet that it is cancelled itself.
        cancelTasks();
        cancelActors();
    }

    private void cancelTasks() {
        members.cancelled(); // first, so that nobody can come in behind our back
        members.tasks().forEach(task -> task.cancel(true));
        members.children().forEach(Scope::cancelTasks);
    }

    private void cancelActors() {
        members.children().forEach(Scope::cancelActors);
        List<Cell<?>> idle = members.cells(cell -> cell.stop(Ending.CANCEL));
        if (!idle.isEmpty()) {
            // One thread for all, as they may be a million.
            aside(() -> idle.forEach(cell -> new Activation(cell).run()));
        }
    }

    /// Ends everything, waits for that, and throws what has failed.
    public void close() {
        refuseFromInside("close");
        end();
        throwFailures();
    }

    private void end() {
        if (!members.beginClosing()) {
            members.await(members::isClosed, this::cancel);
            return;
        }
        if (options.onClose() == Ending.CANCEL) {
            cancel();
        }
        endChildren();
        members.await(() -> !members.hasTasks(), this::cancel);
        endActors();
        members.closed();
        if (parent != null) {
            parent.members.remove(this);
        }
        events.complete();
    }

    private void endChildren() {
        for (Scope child : members.children().reversed()) {
            child.end();
            members.failed(child.members.takeFailures());
        }
    }

    /// Ends the actors on a thread of its own, so that their hooks neither get nor swallow an interrupt that is meant
    /// for this one.
    private void endActors() {
        if (members.newestCell() != null) {
            aside(this::endActorsOneByOne);
            members.await(() -> members.newestCell() == null, this::cancel);
        }
    }

    /// The newest first: it may still use those that were there before it. No other one is added any more.
    private void endActorsOneByOne() {
        for (Cell<?> cell = members.newestCell(); cell != null; cell = members.newestCell()) {
            Cell<?> ending = cell;
            if (ending.stop(Ending.DRAIN)) {
                new Activation(ending).run();
            }
            members.await(() -> members.newestCell() != ending, this::cancel);
        }
    }

    private void aside(Runnable work) {
        Thread.ofVirtual().name(name()).inheritInheritableThreadLocals(false).start(work);
    }

    private void throwFailures() {
        Failures unreported = members.takeFailures();
        if (!unreported.isEmpty()) {
            throw unreported.toException(name());
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
        members.failed(failure);
    }

    void ended(Cell<?> cell) {
        if (isObserved()) {
            publish(new NurseryEvent.ActorStopped(cell));
        }
        members.remove(cell);
    }

    /// Records a task's failure; false if it is none.
    boolean taskFailed(Task<?> task, Throwable failure) {
        if (task.isCancelled() && isConsequence(failure)) {
            return false;
        }
        members.failed(failure);
        if (isObserved()) {
            publish(new NurseryEvent.TaskFailed(task.name(), failure));
        }
        return true;
    }

    void ended(Task<?> task) {
        members.remove(task);
    }

    /// Whether this is what comes out of a task that is interrupted, or whose actors are cancelled with it.
    private static boolean isConsequence(Throwable failure) {
        return switch (failure) {
            case InterruptedException interrupted -> true;
            case CancellationException cancelled -> true;
            case ClosedByInterruptException closed -> true;
            case InterruptedIOException interrupted -> true;
            case CallException call -> isConsequence(call.failure());
            case SendException send -> isConsequence(send.failure());
            default -> false;
        };
    }

    private static boolean isConsequence(CallFailure failure) {
        return failure instanceof CallFailure.ActorStopped || failure instanceof CallFailure.Cancelled;
    }
}
