package dev.thespis.actor.internal;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Ending;
import dev.thespis.actor.Handler;
import dev.thespis.actor.Mailbox;
import dev.thespis.actor.Message;
import dev.thespis.actor.NurseryEvent;
import dev.thespis.actor.Protocol;
import dev.thespis.actor.SendException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A local actor: its address, its mailbox and its state, in one object.
///
/// Senders are on this side of the [Inbox], the [Activation] is on the other. An activation exists only while there is
/// something to handle, so that an idle actor is this object, an inbox, a gate, and what its user made.
///
/// ```
///            stop(DRAIN)           the inbox is drained
///    OPEN ---------------> DRAINING ------------------> ENDED
///      |                       | stop(CANCEL)             ^
///      |     stop(CANCEL)      v                          |
///      +------------------> CANCELLING -------------------+
/// ```
///
/// The phase is raised before the inbox is closed, so a consumer that finds the inbox closed knows how to end. Fields
/// without `volatile` below belong to the inbox's consumer.
final class Cell<P> extends Endpoint<P> {
    private static final int OPEN = 0;
    private static final int DRAINING = 1;
    private static final int CANCELLING = 2;
    private static final int ENDED = 3;

    private static final VarHandle PHASE;

    static {
        try {
            PHASE = MethodHandles.lookup().findVarHandle(Cell.class, "phase", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id = newId();
    private final Scope scope;
    private final Protocol<P> protocol;
    private final ActorOptions options;
    private final Inbox inbox;
    private final @Nullable Gate gate;

    private volatile int phase;

    /// Who is at work, if somebody is.
    private volatile @Nullable Activation activation;

    /// What only some actors need.
    private volatile @Nullable Extras extras;

    private @Nullable Function<? super Address<P>, ? extends Actor<P>> factory;
    private @Nullable Actor<P> actor;
    private Handler<?, ?> @Nullable [] table;

    /// Neighbours among the actors of the nursery; guarded by the nursery's lock.
    @Nullable
    Cell<?> previous;

    @Nullable
    Cell<?> following;

    Cell(
            Scope scope,
            Protocol<P> protocol,
            ActorOptions options,
            Function<? super Address<P>, ? extends Actor<P>> factory) {
        this.scope = scope;
        this.protocol = protocol;
        this.options = options;
        this.factory = factory;
        switch (options.mailbox()) {
            case Mailbox.Bounded bounded -> {
                this.inbox = new Fifo();
                this.gate = new Gate(bounded.capacity());
            }
            case Mailbox.Unbounded unbounded -> {
                this.inbox = new Fifo();
                this.gate = null;
            }
            case Mailbox.Latest latest -> {
                this.inbox = new Latest(latest.capacity(), this::displace);
                this.gate = null;
            }
            case Mailbox.Priority priority -> {
                this.inbox = new TwoLanes(priority.urgent());
                this.gate = new Gate(priority.capacity());
            }
            case Mailbox.Throttled throttled -> {
                this.inbox = new Fifo();
                this.gate = new Gate(throttled.capacity());
            }
        }
    }

    @Override
    public <R> R call(Message<? super P, R> message) throws InterruptedException {
        return call(message, scope.callDeadline());
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the handler's reply has the message's reply type; null is for Void
    public <R> R call(Message<? super P, R> message, Duration limit) throws InterruptedException {
        Deadline deadline = Deadline.in(limit);
        LocalCall call = new LocalCall(message, this);
        prepare(call);
        Activation calling = Activation.current();
        if (calling == null) {
            submit(call, call, deadline);
            return (R) call.await(deadline);
        }
        calling.waitFor(call);
        try {
            refuse(Cycle.closedBy(calling.cell(), call));
            submit(call, call, deadline);
            return (R) call.await(deadline);
        } finally {
            calling.waitFor(null);
        }
    }

    private static void refuse(List<String> cycle) {
        if (!cycle.isEmpty()) {
            throw new CallException(new CallFailure.Deadlock(cycle), null);
        }
    }

    /// Pushes the call, which waits for room if it must.
    private void submit(Envelope call, @Nullable Wait wait, Deadline deadline) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        CallFailure failure = Entrance.admit(this, call, wait, deadline);
        if (failure != null) {
            throw new CallException(failure, null);
        }
        push(call);
    }

    @Override
    public <R> CompletableFuture<R> callAsync(Message<? super P, R> message) throws InterruptedException {
        Deadline deadline = Deadline.in(scope.callDeadline());
        AsyncCall<R> call = new AsyncCall<>(message, deadline);
        prepare(call);
        CallFailure failure = Entrance.admit(this, call, null, deadline);
        if (failure == null) {
            call.arm();
            push(call);
        } else {
            call.reject(failure);
        }
        return call.future();
    }

    @Override
    public void send(Message<? super P, ?> message) throws InterruptedException {
        LocalSend send = new LocalSend(message);
        prepare(send);
        CallFailure failure = Entrance.admit(this, send, null, Deadline.never());
        if (failure != null || inboxRefuses(send)) {
            throw new SendException(failure == null ? stopped(Handled.NO) : failure);
        }
    }

    @Override
    public boolean trySend(Message<? super P, ?> message) {
        LocalSend send = new LocalSend(message);
        prepare(send);
        Gate entrance = gate;
        if (entrance != null) {
            if (!entrance.tryEnter()) {
                if (phase != OPEN) {
                    throw new SendException(stopped(Handled.NO));
                }
                return false;
            }
            send.mark(Envelope.ADMITTED);
        }
        if (inboxRefuses(send)) {
            throw new SendException(stopped(Handled.NO));
        }
        return true;
    }

    @Override
    public void deliver(Envelope envelope) {
        try {
            prepare(envelope);
        } catch (RuntimeException failure) {
            envelope.reject(new CallFailure.HandlerFailed(name()), failure);
            return;
        }
        push(envelope);
    }

    /// Looks at the message before it takes any room. Throws what a priority's predicate throws.
    private void prepare(Envelope envelope) {
        Class<?> type = envelope.message().getClass();
        int index = protocol.index(type);
        if (index < 0) {
            throw new IllegalArgumentException(type.getName() + " is not a message of " + protocol);
        }
        envelope.index = (short) index;
        inbox.classify(envelope);
    }

    /// Pushes an envelope that has an outcome: if the actor has stopped, that is the outcome.
    private void push(Envelope envelope) {
        if (inboxRefuses(envelope)) {
            envelope.reject(stopped(Handled.NO));
        }
    }

    private boolean inboxRefuses(Envelope envelope) {
        return switch (inbox.push(envelope)) {
            case ACCEPTED -> false;
            case WAKE -> {
                new Activation(this).start();
                yield false;
            }
            case CLOSED -> true;
        };
    }

    private void displace(Envelope envelope) {
        drop(envelope, new CallFailure.Cancelled(Handled.NO));
    }

    /// Fails an envelope that was in the mailbox and will not be handled.
    void drop(Envelope envelope, CallFailure failure) {
        if (envelope.reject(failure)) {
            publishDropped(envelope, failure);
        }
    }

    /// Reports that a handler did not start, or was interrupted.
    void fail(Envelope envelope, CallFailure failure, @Nullable Throwable cause) {
        envelope.failed(failure, cause);
        publishDropped(envelope, failure);
    }

    private void publishDropped(Envelope envelope, CallFailure failure) {
        if (envelope instanceof LocalSend && scope.isObserved()) {
            scope.publish(new NurseryEvent.MessageDropped(this, envelope.message(), failure));
        }
    }

    /// Why a message is not handled, or not to its end, by this actor.
    CallFailure stopped(Handled handled) {
        return new CallFailure.ActorStopped(name(), handled);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String name() {
        return options.name().isBlank() ? protocol.name() + "#" + id : options.name();
    }

    @Override
    public String toString() {
        return name();
    }

    // What follows is for the other side: the nursery and the activation.

    Scope scope() {
        return scope;
    }

    ActorOptions options() {
        return options;
    }

    Inbox inbox() {
        return inbox;
    }

    @Nullable
    Gate gate() {
        return gate;
    }

    /// For what the actor's handler waits, if it does.
    @Nullable
    Wait waiting() {
        Activation active = activation;
        return active == null ? null : active.waiting();
    }

    void activation(@Nullable Activation now) {
        activation = now;
    }

    Handler<?, ?> handler(int index) {
        Handler<?, ?>[] handlers = table;
        if (handlers == null) {
            throw new IllegalStateException(name() + " has no handlers"); // never while envelopes are handled
        }
        return handlers[index];
    }

    /// Makes the actor and starts it. For the consumer.
    void incarnate() throws Exception {
        Function<? super Address<P>, ? extends Actor<P>> maker = factory;
        if (maker == null) {
            throw new IllegalStateException(name() + " has ended"); // never while there is an activation
        }
        Actor<P> made = maker.apply(this);
        Handler<?, ?>[] handlers = scope.table(made.handlers(), protocol);
        made.started();
        actor = made;
        table = handlers;
    }

    /// Tells the actor's activation something; false if it is too late.
    boolean signal(Signal signal) {
        return !inboxRefuses(signal);
    }

    /// Runs the hook of the actor, if there is one. For the consumer.
    void discarnate() throws Exception {
        Actor<P> old = actor;
        actor = null;
        if (old != null) {
            old.stopped();
        }
    }

    Extras extras() {
        Extras now = extras;
        if (now == null) {
            synchronized (this) {
                now = extras;
                if (now == null) {
                    now = new Extras(options);
                    extras = now;
                }
            }
        }
        return now;
    }

    @Nullable
    Extras extrasIfAny() {
        return extras;
    }

    boolean isOpen() {
        return phase == OPEN;
    }

    boolean isCancelled() {
        return phase == CANCELLING;
    }

    boolean hasEnded() {
        return phase == ENDED;
    }

    /// Begins to stop the actor; returns at once.
    ///
    /// @return whether the caller is the consumer now and must run an activation
    boolean stop(Ending ending) {
        boolean raised = raise(ending == Ending.DRAIN ? DRAINING : CANCELLING);
        if (gate != null) {
            gate.close();
        }
        boolean wake = inbox.close();
        if (raised) {
            Activation active = activation;
            if (active != null) {
                active.nudge(ending);
            }
            Extras used = extras;
            if (used != null && ending == Ending.CANCEL) {
                used.interruptAll();
            }
        }
        return wake;
    }

    /// The last thing that an activation does.
    void end() {
        raise(ENDED);
        factory = null;
        actor = null;
        table = null;
        activation = null;
        scope.ended(this);
        Extras used = extras;
        if (used != null) {
            used.ended();
        }
    }

    private boolean raise(int to) {
        while (true) {
            int now = phase;
            if (now >= to) {
                return false;
            }
            if (PHASE.compareAndSet(this, now, to)) {
                return true;
            }
            // Somebody else has raised it: look again whether as far.
        }
    }
}
