package dev.thespis.remote;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A call of a link whose caller has got a future: one attempt after the other, one outcome.
///
/// Between two attempts it is kept by the uplink, and no thread waits for it; its deadline is an alarm then, which goes
/// with it. Cancelling cancels the attempt that there is. The monitor guards which one that is.
///
/// @param <R> the reply
final class LinkCall<R> extends CompletableFuture<R> {
    private final LinkAddress<?> address;
    private final Message<?, R> message;
    private final Attempts attempts;
    private @Nullable CompletableFuture<R> attempt;
    private @Nullable CompletableFuture<Boolean> alarm;

    LinkCall(LinkAddress<?> address, Message<?, R> message, Attempts attempts) {
        this.address = address;
        this.message = message;
        this.attempts = attempts;
    }

    LinkAddress<?> address() {
        return address;
    }

    /// Waits for the outcome of an attempt.
    ///
    /// @param peer that it goes to
    LinkCall<R> follow(CompletableFuture<R> begun, Peer peer) {
        synchronized (this) {
            attempt = begun;
        }
        if (isDone()) begun.cancel(true); // cancelled before it was known here
        var unused = begun.whenComplete((reply, problem) -> ended(reply, problem, peer));
        return this;
    }

    private void ended(@Nullable R reply, @Nullable Throwable problem, Peer peer) {
        if (problem == null) complete(reply);
        else if (problem instanceof CallException e) failed(e, peer);
        else completeExceptionally(problem);
    }

    private void failed(CallException problem, Peer peer) {
        var failure = problem.failure();
        if (isDone()) return;
        if (attempts.again(failure, peer)) park();
        else completeExceptionally(new CallException(attempts.outcome(failure), problem.getCause()));
    }

    /// Waits for another connection.
    private void park() {
        setAlarm();
        var refused = address.link().uplink().park(this);
        if (refused != null) giveUp(refused);
        if (isDone()) leave(); // cancelled, or late, before it was kept
    }

    private void leave() {
        address.link().uplink().unpark(this);
        stopAlarm();
    }

    private void setAlarm() {
        var fresh = new CompletableFuture<Boolean>();
        synchronized (this) {
            attempt = null;
            alarm = fresh;
        }
        var unused = fresh.completeOnTimeout(true, attempts.patienceNanos(), TimeUnit.NANOSECONDS)
                .thenAccept(late -> {
                    if (late) Thread.ofVirtual().name("thespis-link-late").start(this::late);
                });
    }

    /// It has waited too long. Runs in a thread of its own, since the stages of the future run there.
    private void late() {
        address.link().uplink().unpark(this);
        giveUp(attempts.isLate() ? attempts.late() : address.link().notConnected());
    }

    private void stopAlarm() {
        CompletableFuture<Boolean> set;
        synchronized (this) {
            set = alarm;
            alarm = null;
        }
        if (set != null) set.complete(false);
    }

    /// There is another connection. Waits for credit, as long as the deadline lets it.
    void tryAgain() {
        stopAlarm();
        if (isDone()) return;
        if (attempts.isLate()) {
            giveUp(attempts.late());
            return;
        }
        var peer = address.link().uplink().peer();
        if (peer == null) { // lost again
            park();
            return;
        }
        try {
            var unused = follow(address.begin(message, attempts, peer), peer);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody has this thread to interrupt it", e);
        } catch (RuntimeException e) { // the message has an address in it that can't be given to this server, say
            completeExceptionally(e);
        }
    }

    /// Fails it, unless it is done.
    void giveUp(CallFailure failure) {
        stopAlarm();
        completeExceptionally(new CallException(attempts.outcome(failure), null));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        var cancelled = super.cancel(mayInterruptIfRunning);
        CompletableFuture<R> begun;
        synchronized (this) {
            begun = attempt;
        }
        if (cancelled && begun != null) begun.cancel(true);
        if (cancelled) leave();
        return cancelled;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
