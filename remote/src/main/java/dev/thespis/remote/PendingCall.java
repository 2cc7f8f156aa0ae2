package dev.thespis.remote;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.cbor.Cbor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A call of ours, from its registration until the other side has answered it.
///
/// Its caller and the connection see its end at different times. For the caller it ends when somebody *settles* it: the
/// reader, the deadline, the caller who gives up, or the end of the connection; whoever wins the compare-and-set
/// completes it, so it completes exactly once. In the connection's table it stays until it is answered, since only that
/// gives its credit back; a call that was given up is then no more than its number.
abstract sealed class PendingCall implements Patience permits PendingCall.Blocking, PendingCall.Async, RelayedRequest {
    private static final VarHandle SETTLED;

    static {
        try {
            SETTLED = MethodHandles.lookup().findVarHandle(PendingCall.class, "settled", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final String service;
    final Codec<Object> reply;
    final Duration deadline;

    /// May come nearer once it is written; under the outbox's lock, and read under it from then on.
    long deadlineNanos;

    /// What follows is guarded by the outbox's lock.
    long cid;

    /// How many bytes the outbox had accepted with this one.
    long mark;

    int frameBytes;
    SendWindows.@Nullable Window window;

    /// As long as not all of its fragments have been taken for writing.
    @Nullable
    Row row;

    /// Whether the other side has been told that its caller is gone.
    boolean cancelled;

    /// Whether it had to wait before it was written.
    private boolean waited;

    private volatile boolean settled;

    PendingCall(String service, Codec<Object> reply, Duration deadline) {
        this(service, reply, deadline, System.nanoTime());
    }

    /// @param startNanos from when on the deadline counts
    PendingCall(String service, Codec<Object> reply, Duration deadline, long startNanos) {
        this.service = service;
        this.reply = reply;
        this.deadline = deadline;
        this.deadlineNanos = startNanos + deadline.toNanos();
    }

    /// It is not to wait longer than that, counted from now on. Under the outbox's lock.
    final void within(Duration time) {
        var latest = System.nanoTime() + time.toNanos();
        if (latest - deadlineNanos < 0) deadlineNanos = latest;
    }

    /// Decides that the caller of this method is the one to tell the outcome.
    ///
    /// @return false if somebody else is
    final boolean settle() {
        return SETTLED.compareAndSet(this, false, true);
    }

    final boolean isSettled() {
        return settled;
    }

    /// Fails the call, unless it is settled.
    final void failIfOpen(CallFailure failure) {
        if (settle()) fail(failure);
    }

    /// Asked right before its frame is written, under the outbox's lock.
    ///
    /// @return false if it is not to be sent any more
    boolean beginWriting() {
        return !settled;
    }

    /// What is written as its remaining time: all of it, if it did not have to wait. That spares a look at the
    /// clock for each call.
    long remainingMicros() {
        var left = waited ? deadlineNanos - System.nanoTime() : deadline.toNanos();
        return Math.max(1, TimeUnit.NANOSECONDS.toMicros(left));
    }

    /// The other side has replied.
    ///
    /// @param carried the capabilities that were offered with it
    /// @throws DecodeException if the reply is not what is expected; the call is not settled then
    void replied(Input payload, List<OfferedService> carried) throws DecodeException {
        if (settled) return;
        var value = Cbor.decode(reply, payload);
        if (settle()) complete(value);
    }

    /// The other side has answered with an error.
    void refused(ErrorFrame error) {
        failIfOpen(ErrorFrames.failure(error, service, deadline));
    }

    /// For who has settled it.
    abstract void complete(@Nullable Object value);

    /// For who has settled it.
    abstract void fail(CallFailure failure);

    @Override
    public @Nullable CallFailure over() {
        waited = true;
        return deadlineNanos - System.nanoTime() <= 0 ? new CallFailure.Timeout(deadline, Handled.NO) : null;
    }

    @Override
    public boolean isTimed() {
        return true;
    }

    @Override
    public long dueNanos() {
        return deadlineNanos;
    }

    /// A caller that waits in its own thread.
    static final class Blocking extends PendingCall {
        private static final Object NULL = new Object();

        private final Thread caller = Thread.currentThread();

        /// As long as it waits to be written. Guarded by the outbox's lock.
        @Nullable
        DepositedCall deposited;

        private volatile @Nullable Object outcome;

        Blocking(String service, Codec<Object> reply, Duration deadline) {
            super(service, reply, deadline);
        }

        @Override
        void complete(@Nullable Object value) {
            outcome = value == null ? NULL : value;
            LockSupport.unpark(caller);
        }

        @Override
        void fail(CallFailure failure) {
            outcome = new Failed(failure);
            LockSupport.unpark(caller);
        }

        /// Parks until the call is completed.
        ///
        /// @return the reply
        /// @throws InterruptedException if interrupted first; the call is not settled yet
        @Nullable
        Object await() throws InterruptedException {
            while (outcome == null) {
                LockSupport.park(this);
                if (outcome == null && Thread.interrupted()) throw new InterruptedException();
            }
            var result = outcome;
            if (result instanceof Failed failed) throw new CallException(failed.failure(), null);
            return result == NULL ? null : result;
        }

        private record Failed(CallFailure failure) {}
    }

    /// A caller that has got a future.
    static final class Async extends PendingCall {
        private final CompletableFuture<@Nullable Object> future;

        Async(String service, Codec<Object> reply, Duration deadline, CompletableFuture<@Nullable Object> future) {
            super(service, reply, deadline);
            this.future = future;
        }

        @Override
        void complete(@Nullable Object value) {
            future.complete(value);
        }

        @Override
        void fail(CallFailure failure) {
            future.completeExceptionally(new CallException(failure, null));
        }
    }
}
