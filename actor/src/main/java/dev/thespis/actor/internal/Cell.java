package dev.thespis.actor.internal;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Message;
import dev.thespis.actor.Protocol;
import dev.thespis.actor.SendException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A local actor, as its senders see it: the entrance to its mailbox. What is behind the [Inbox] is the [Life].
final class Cell<P> extends Life<P> {
    private final long id = newId();

    Cell(
            Scope scope,
            Protocol<P> protocol,
            ActorOptions options,
            Function<? super Address<P>, ? extends Actor<P>> factory) {
        super(scope, protocol, options, factory);
    }

    @Override
    public <R> R call(Message<? super P, R> message) throws InterruptedException {
        return call(message, scope().callDeadline());
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
        Deadline deadline = Deadline.in(scope().callDeadline());
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
        Gate entrance = gate();
        if (entrance != null) {
            if (!entrance.tryEnter()) {
                if (!isOpen()) {
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
        } catch (RuntimeException | Error failure) {
            envelope.reject(new CallFailure.HandlerFailed(name()), failure);
            return;
        }
        push(envelope);
    }

    /// Looks at the message before it takes any room. Throws what a priority's predicate throws.
    private void prepare(Envelope envelope) {
        Class<?> type = envelope.message().getClass();
        int index = protocol().index(type);
        if (index < 0) {
            throw new IllegalArgumentException(type.getName() + " is not a message of " + protocol());
        }
        envelope.index = (short) index;
        inbox().classify(envelope);
    }

    /// Pushes an envelope that has an outcome: if the actor has stopped, that is the outcome.
    private void push(Envelope envelope) {
        if (inboxRefuses(envelope)) {
            envelope.reject(stopped(Handled.NO));
        }
    }

    private boolean inboxRefuses(Envelope envelope) {
        return switch (inbox().push(envelope)) {
            case ACCEPTED -> false;
            case WAKE -> {
                envelope.wakes(new Activation(this)::start);
                yield false;
            }
            case CLOSED -> true;
        };
    }

    /// Tells the actor's activation something; false if it is too late.
    boolean signal(Signal signal) {
        return !inboxRefuses(signal);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String name() {
        String given = options().name();
        return given.isBlank() ? protocol().name() + "#" + id : given;
    }

    @Override
    public String toString() {
        return name();
    }
}
