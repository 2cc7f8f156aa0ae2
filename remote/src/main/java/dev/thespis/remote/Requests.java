package dev.thespis.remote;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.SendException;
import dev.thespis.wire.Codec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Calls and sends over one connection, of whatever type.
final class Requests {
    private final Connection connection;

    Requests(Connection connection) {
        this.connection = connection;
    }

    <T> @Nullable Object call(
            long sid, String service, Codec<T> request, Codec<Object> reply, T message, Duration deadline)
            throws InterruptedException {
        checkDeadline(deadline);
        if (connection.reader().isCurrent()) // a stage of a future: nobody else would read the reply
        throw new CallException(new CallFailure.Deadlock(List.of(connection.name(), connection.name())), null);
        var trail = Trail.ofCall(connection, service);
        if (trail == null)
            return await(sid, request, message, new PendingCall.Blocking(service, reply, deadline), null);
        try {
            var call = new PendingCall.Blocking(service, reply, deadline);
            var result = await(sid, request, message, call, trail.context());
            trail.done();
            return result;
        } catch (RuntimeException | InterruptedException e) {
            trail.failed(e);
            throw e;
        }
    }

    private <T> @Nullable Object await(
            long sid, Codec<T> request, T message, PendingCall.Blocking call, @Nullable TraceContext trace)
            throws InterruptedException {
        var failure = submit(sid, request, message, call, trace);
        if (failure != null) throw new CallException(failure, null);
        try {
            return call.await();
        } catch (InterruptedException e) {
            if (call.settle()) connection.abandoned(call);
            throw e;
        }
    }

    <T> CompletableFuture<?> callAsync(
            long sid, String service, Codec<T> request, Codec<Object> reply, T message, Duration deadline)
            throws InterruptedException {
        checkDeadline(deadline);
        var future = new Future(connection);
        var call = new PendingCall.Async(service, reply, deadline, future);
        future.call = call;
        var trail = Trail.ofCall(connection, service);
        if (trail == null) start(sid, request, message, call, null);
        else follow(trail, future, () -> start(sid, request, message, call, trail.context()));
        future.trace = trail == null ? null : trail.context();
        return future;
    }

    /// What travels with the call of a future that [#callAsync] has returned.
    static @Nullable TraceContext trace(CompletableFuture<?> called) {
        return called instanceof Future future ? future.trace : null;
    }

    /// A call that is made for somebody else, whose trace goes on.
    <T> CompletableFuture<?> forward(
            long sid,
            String service,
            Codec<T> request,
            Codec<Object> reply,
            T message,
            Duration deadline,
            @Nullable TraceContext trace)
            throws InterruptedException {
        var future = new Future(connection);
        var call = new PendingCall.Async(service, reply, deadline, future);
        future.call = call;
        start(sid, request, message, call, trace);
        return future;
    }

    /// A send that is passed on. What travels with it is in its encoding, since it comes behind the number of hops.
    <T> void forward(long sid, Codec<T> request, T message) throws InterruptedException {
        var failure = connection.outbox().request(sid, request, message, null, Patience.ENDLESS);
        if (failure != null) throw new SendException(failure);
    }

    private <T> void start(long sid, Codec<T> request, T message, PendingCall.Async call, @Nullable TraceContext trace)
            throws InterruptedException {
        var failure = submit(sid, request, message, call, trace);
        if (failure != null) call.failIfOpen(failure);
    }

    private static void follow(Trail trail, Future future, Start start) throws InterruptedException {
        try {
            start.run();
        } catch (RuntimeException | InterruptedException e) {
            trail.failed(e);
            throw e;
        }
        var unused = future.whenComplete((reply, failure) -> {
            if (failure == null) trail.done();
            else trail.failed(failure instanceof Exception e ? e : new IllegalStateException(failure));
        });
    }

    private interface Start {
        void run() throws InterruptedException;
    }

    <T> void send(long sid, String service, Codec<T> request, T message) throws InterruptedException {
        var failure = submit(sid, service, request, message, Patience.ENDLESS);
        if (failure != null) throw new SendException(failure);
    }

    <T> boolean trySend(long sid, String service, Codec<T> request, T message) {
        try {
            var failure = submit(sid, service, request, message, Patience.NONE);
            if (failure instanceof CallFailure.Overloaded) return false;
            if (failure != null) throw new SendException(failure);
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted although nothing waited", e);
        }
    }

    private <T> @Nullable CallFailure submit(long sid, String service, Codec<T> request, T message, Patience patience)
            throws InterruptedException {
        var outbox = connection.outbox();
        var trail = Trail.ofSend(connection, service);
        if (trail == null) return outbox.request(sid, request, message, null, patience);
        try {
            var failure = outbox.request(sid, request, message, null, patience, trail.context());
            if (failure == null) trail.done();
            else trail.failed(new SendException(failure));
            return failure;
        } catch (RuntimeException | InterruptedException e) {
            trail.failed(e);
            throw e;
        }
    }

    private <T> @Nullable CallFailure submit(
            long sid, Codec<T> request, T message, PendingCall call, @Nullable TraceContext trace)
            throws InterruptedException {
        var failure = connection.outbox().request(sid, request, message, call, call, trace);
        if (failure == null) connection.watch().due(call.deadlineNanos);
        return failure;
    }

    static void checkDeadline(Duration deadline) {
        if (deadline.isZero() || deadline.isNegative())
            throw new IllegalArgumentException("deadline=" + deadline + ", must be more than zero");
    }

    /// A future whose cancellation gives the call up.
    private static final class Future extends CompletableFuture<@Nullable Object> {
        private final Connection connection;
        private volatile @Nullable PendingCall call;

        /// Belongs to the thread that calls.
        private @Nullable TraceContext trace;

        Future(Connection connection) {
            this.connection = connection;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            var cancelled = super.cancel(mayInterruptIfRunning);
            var cancelledCall = call;
            if (cancelled && cancelledCall != null && cancelledCall.settle()) connection.abandoned(cancelledCall);
            return cancelled;
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }
}
