package dev.thespis.actor;

import dev.thespis.actor.internal.Scope;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A scope that owns actors and tasks; closing it ends them all.
///
/// ```java
/// try (var nursery = Nursery.open("shop")) {
///     Address<Counter> counter = nursery.spawn(Counter.class, Tally::new);
///     counter.send(new Counter.Add(5));
/// }
/// ```
///
/// *Guarantees.* When [#close] has returned, nothing that the nursery started is left, no thread either.
///
/// *Threading.* Safe for use by any number of threads, its own actors and tasks included, which however can neither
/// close nor join it.
///
/// *Failure.* What fails in a nursery is thrown, once, where it is waited for: a task that fails, which cancels the
/// nursery; an actor that a failure has stopped, which leaves the others alone. What [Supervision] deals with is not
/// thrown, but it is an event. What was interrupted because the nursery was cancelled did not fail, nor did a task that
/// then found an actor stopped.
public final class Nursery implements AutoCloseable {
    private final Scope scope;

    private Nursery(Scope scope) {
        this.scope = scope;
    }

    /// Opens a nursery with the default options.
    ///
    /// @param name for people to read
    /// @return to be closed
    public static Nursery open(String name) {
        return open(NurseryOptions.named(name));
    }

    /// Opens a nursery.
    ///
    /// @param options how it is to live
    /// @return to be closed
    public static Nursery open(NurseryOptions options) {
        return new Nursery(Scope.open(options, Handlers::table));
    }

    /// Opens a nursery in this one, with the same options but for the name. It is closed before everything else in this
    /// one, if nobody closes it earlier.
    ///
    /// @param name for people to read
    /// @return to be closed
    /// @throws IllegalStateException if this nursery is closed or cancelled
    public Nursery nest(String name) {
        return new Nursery(scope.nest(name));
    }

    /// The nursery's name.
    ///
    /// @return for people to read
    public String name() {
        return scope.name();
    }

    /// Starts an actor with the default options.
    ///
    /// @param protocol what it understands
    /// @param factory makes it
    /// @param <P> its protocol
    /// @return its address
    /// @throws IllegalArgumentException if the protocol can't be one, or a message has no handler
    /// @throws IllegalStateException if the nursery is closed or cancelled
    /// @throws RuntimeException what the factory or [Actor#started] throws; a [NurseryException] around checked ones
    public <P> Address<P> spawn(Class<P> protocol, Supplier<? extends Actor<P>> factory) {
        return spawn(protocol, ActorOptions.defaults(), factory);
    }

    /// Starts an actor that knows its own address, with the default options.
    ///
    /// @param protocol what it understands
    /// @param factory makes it; what is sent to the address meanwhile waits
    /// @param <P> its protocol
    /// @return its address
    /// @throws IllegalArgumentException if the protocol can't be one, or a message has no handler
    /// @throws IllegalStateException if the nursery is closed or cancelled
    /// @throws RuntimeException what the factory or [Actor#started] throws; a [NurseryException] around checked ones
    public <P> Address<P> spawn(Class<P> protocol, Function<? super Address<P>, ? extends Actor<P>> factory) {
        return spawn(protocol, ActorOptions.defaults(), factory);
    }

    /// Starts an actor.
    ///
    /// @param protocol what it understands
    /// @param options how it is to live
    /// @param factory makes it, also for each restart
    /// @param <P> its protocol
    /// @return its address
    /// @throws IllegalArgumentException if the protocol can't be one, or a message has no handler
    /// @throws IllegalStateException if the nursery is closed or cancelled
    /// @throws RuntimeException what the factory or [Actor#started] throws; a [NurseryException] around checked ones
    public <P> Address<P> spawn(Class<P> protocol, ActorOptions options, Supplier<? extends Actor<P>> factory) {
        return scope.spawn(protocol, options, self -> factory.get());
    }

    /// Starts an actor that knows its own address.
    ///
    /// The factory and [Actor#started] run on this thread; the address is returned when they have ended.
    ///
    /// @param protocol what it understands
    /// @param options how it is to live
    /// @param factory makes it, also for each restart; what is sent to the address meanwhile waits
    /// @param <P> its protocol
    /// @return its address
    /// @throws IllegalArgumentException if the protocol can't be one, or a message has no handler
    /// @throws IllegalStateException if the nursery is closed or cancelled
    /// @throws RuntimeException what the factory or [Actor#started] throws; a [NurseryException] around checked ones
    public <P> Address<P> spawn(
            Class<P> protocol, ActorOptions options, Function<? super Address<P>, ? extends Actor<P>> factory) {
        return scope.spawn(protocol, options, factory);
    }

    /// Runs a task on a virtual thread of its own.
    ///
    /// @param name for people to read, also the thread's
    /// @param task what to do; interrupted if the nursery is cancelled
    /// @param <T> its result
    /// @return its result to come; cancelling it cancels the task only, which is no failure
    /// @throws IllegalStateException if the nursery is closed or cancelled
    public <T> Future<T> fork(String name, Callable<T> task) {
        return scope.fork(name, task);
    }

    /// Stops an actor, which first handles what is in its mailbox. Returns at once; messages sent from now on fail.
    ///
    /// @param actor one of this nursery
    /// @return done when the actor has stopped; never fails
    /// @throws IllegalArgumentException if the actor is not one of this nursery
    public CompletableFuture<@Nullable Void> stop(Address<?> actor) {
        return stop(actor, Ending.DRAIN);
    }

    /// Stops an actor. Returns at once; messages sent from now on fail. An actor that is being drained can still be
    /// cancelled.
    ///
    /// @param actor one of this nursery
    /// @param ending what becomes of its running handlers and its mailbox
    /// @return done when the actor has stopped; never fails
    /// @throws IllegalArgumentException if the actor is not one of this nursery
    public CompletableFuture<@Nullable Void> stop(Address<?> actor, Ending ending) {
        return scope.stop(actor, ending);
    }

    /// Waits until all tasks of this nursery and of those nested in it have ended. Actors are not waited for: they live
    /// until the nursery is closed.
    ///
    /// @throws NurseryException if something has failed here; what failed in a nested nursery is thrown
    /// where that one, or this one, is closed
    /// @throws IllegalStateException if called from one of the nursery's own actors or tasks
    /// @throws InterruptedException if interrupted while waiting; nothing else has changed
    public void join() throws InterruptedException {
        scope.join();
    }

    /// Interrupts all tasks and running handlers, here and in nested nurseries; what is in the mailboxes fails. Returns
    /// at once, without waiting for any of this. The nursery takes no more actors and tasks. Hooks are not interrupted;
    /// those of idle actors run one after the other, on a thread of their own.
    public void cancel() {
        scope.cancel();
    }

    /// Ends everything in the nursery and returns when it has ended.
    ///
    /// First nested nurseries are closed, then the tasks are waited for, then the actors stop one after the other, the
    /// one spawned last first, each after it has handled what is in its mailbox. So an actor can use those spawned
    /// before it to the end. [Ending#CANCEL] in the options, [#cancel], a failed task, or an interrupt of this thread
    /// make it short. A thread that closes a nursery which another one is closing waits for that one.
    ///
    /// @throws NurseryException if something has failed that was not thrown before
    /// @throws IllegalStateException if called from one of the nursery's own actors or tasks
    @Override
    public void close() {
        scope.close();
    }

    /// What happens to the actors and tasks of this nursery and of those nested in it. Complete when it is closed.
    ///
    /// @return to be observed
    public Observable<NurseryEvent> events() {
        return scope.events();
    }

    @Override
    public String toString() {
        return name();
    }
}
