package dev.thespis.actor.internal;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Message;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A call within the process, whose caller is parked.
///
/// The outcome is written by the handler's thread, then `done`, which the caller reads first. The caller alone decides
/// how its call ends: it takes the outcome if it finds one, also when its time is over.
final class LocalCall extends Envelope implements Wait {
    private final Cell<?> target;
    private final Thread caller = Thread.currentThread();
    private @Nullable Object reply;
    private @Nullable CallFailure failure;
    private @Nullable Throwable cause;
    private volatile boolean done;

    LocalCall(Message<?, ?> message, Cell<?> target) {
        super(message);
        this.target = target;
    }

    @Override
    public void succeeded(@Nullable Object result) {
        reply = result;
        complete();
    }

    @Override
    public void failed(CallFailure why, @Nullable Throwable thrown) {
        failure = why;
        cause = thrown;
        complete();
    }

    private void complete() {
        done = true;
        LockSupport.unpark(caller);
    }

    /// Waits for the outcome.
    ///
    /// @return the reply
    @Nullable
    Object await(Deadline deadline) throws InterruptedException {
        while (!done) {
            if (deadline.remainingNanos() <= 0) {
                return expire(deadline);
            }
            deadline.park(this);
            if (!done && Thread.interrupted()) {
                cancel();
                throw new InterruptedException();
            }
        }
        return outcome();
    }

    private @Nullable Object expire(Deadline deadline) {
        cancel();
        if (!done) {
            throw new CallException(new CallFailure.Timeout(deadline.limit(), Handled.MAYBE), null);
        }
        if (failure instanceof CallFailure.Cancelled cancelled) {
            throw new CallException(new CallFailure.Timeout(deadline.limit(), cancelled.handled()), null);
        }
        return outcome();
    }

    private @Nullable Object outcome() {
        CallFailure why = failure;
        if (why != null) {
            throw new CallException(why, cause);
        }
        return reply;
    }

    @Override
    public Cell<?> target() {
        return target;
    }

    @Override
    public boolean holds() {
        return !done && blocksActor();
    }
}
