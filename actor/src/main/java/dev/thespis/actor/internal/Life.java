package dev.thespis.actor.internal;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Ending;
import dev.thespis.actor.Handler;
import dev.thespis.actor.Mailbox;
import dev.thespis.actor.NurseryEvent;
import dev.thespis.actor.Protocol;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The inside of a local actor, for its nursery and its [Activation]: what it consists of, and how it comes to its end.
///
/// It is the superclass of the [Cell], the actor's outside, rather than an object of its own: with a million idle
/// actors every object counts.
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
abstract class Life<P> extends Endpoint<P> {
    private static final int OPEN = 0;
    private static final int DRAINING = 1;
    private static final int CANCELLING = 2;
    private static final int ENDED = 3;

    private static final VarHandle PHASE;

    static {
        try {
            PHASE = MethodHandles.lookup().findVarHandle(Life.class, "phase", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

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

    Life(
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

    Scope scope() {
        return scope;
    }

    Protocol<P> protocol() {
        return protocol;
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

    @Override
    public boolean onlyQueues() {
        return inbox instanceof Fifo;
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

    /// Runs the hook of the actor, if there is one. For the consumer.
    void discarnate() throws Exception {
        Actor<P> old = actor;
        actor = null;
        if (old != null) {
            old.stopped();
        }
    }

    @Override
    public void whenClosed(Runnable action) {
        Extras noting = extras();
        noting.whenEnded(action);
        if (hasEnded()) {
            noting.ended(); // it may have ended before there were extras to tell
        }
    }

    @Override
    public void noLongerWhenClosed(Runnable action) {
        extras().noLongerWhenEnded(action);
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

    /// Lets go of all that the actor consisted of. For the consumer, which does no more with it.
    void end() {
        raise(ENDED);
        factory = null;
        actor = null;
        table = null;
        activation = null;
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
}
