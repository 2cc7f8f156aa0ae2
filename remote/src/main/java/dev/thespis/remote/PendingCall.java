package dev.thespis.remote;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.wire.Codec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A call of ours that waits for its reply.
///
/// It is registered in the connection's table before its frame can be written, and completed by whoever takes it out of
/// there: the reader, the deadline, the caller who gives up, or the end of the connection. So it completes exactly
/// once.
abstract sealed class PendingCall {
    final String service;
    final Codec<Object> reply;
    final Duration deadline;
    final long deadlineNanos;
    long cid;
    long mark;

    private PendingCall(String service, Codec<Object> reply, Duration deadline) {
        this.service = service;
        this.reply = reply;
        this.deadline = deadline;
        this.deadlineNanos = System.nanoTime() + deadline.toNanos();
    }

    abstract void complete(@Nullable Object value);

    abstract void fail(CallFailure failure);

    /// A caller that waits in its own thread.
    static final class Blocking extends PendingCall {
        private static final Object NULL = new Object();

        private final Thread caller = Thread.currentThread();
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
        /// @throws InterruptedException if interrupted first; the call is still registered
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
