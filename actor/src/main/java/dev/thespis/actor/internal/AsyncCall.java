package dev.thespis.actor.internal;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// A call within the process whose outcome goes to a future.
final class AsyncCall<R> extends Envelope {
    private final Reply<R> future = new Reply<>(this);
    private final Deadline deadline;

    /// Set before the envelope is pushed.
    private @Nullable Future<?> timer;

    private volatile boolean expired;

    AsyncCall(Message<?, ?> message, Deadline deadline) {
        super(message);
        this.deadline = deadline;
    }

    CompletableFuture<R> future() {
        return future;
    }

    /// Starts the timer. Must be called before the envelope is pushed.
    void arm() {
        timer = Timers.after(deadline.remainingNanos(), this::expire);
    }

    private void expire() {
        expired = true;
        cancel();
        future.completeExceptionally(timedOut(Handled.MAYBE));
    }

    private void disarm() {
        Future<?> armed = timer;
        if (armed != null) {
            armed.cancel(false);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the handler was registered with the message's reply type
    public void succeeded(@Nullable Object reply) {
        disarm();
        future.complete((R) reply);
    }

    @Override
    public void failed(CallFailure failure, @Nullable Throwable cause) {
        disarm();
        future.completeExceptionally(
                expired && failure instanceof CallFailure.Cancelled cancelled
                        ? timedOut(cancelled.handled())
                        : new CallException(failure, cause));
    }

    private CallException timedOut(Handled handled) {
        return new CallException(new CallFailure.Timeout(deadline.limit(), handled), null);
    }

    /// A future whose cancellation reaches the handler.
    private static final class Reply<R> extends CompletableFuture<R> {
        private final AsyncCall<R> call;

        Reply(AsyncCall<R> call) {
            this.call = call;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            if (cancelled) {
                call.disarm();
                call.cancel();
            }
            return cancelled;
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }
}
