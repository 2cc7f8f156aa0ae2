package dev.thespis.bench.grpc;

import dev.thespis.bench.load.Client;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/// One channel, which is one connection.
record GrpcClient(ManagedChannel channel) implements Client {
    private static final int LOOK_EVERY = 64;

    @Override
    public long call(long n) {
        return ClientCalls.blockingUnaryCall(channel, Methods.ADD, CallOptions.DEFAULT, new Add(n, TAG));
    }

    @Override
    public void start(long n, Done done) {
        start(Methods.ADD, new Add(n, TAG), answer -> answer, done);
    }

    @Override
    public long echo(byte[] data) {
        return ClientCalls.blockingUnaryCall(channel, Methods.ECHO, CallOptions.DEFAULT, data).length;
    }

    @Override
    public void startEcho(byte[] data, Done done) {
        start(Methods.ECHO, data, answer -> answer.length, done);
    }

    private <Q, R> void start(MethodDescriptor<Q, R> method, Q message, ToLongFunction<R> answer, Done done) {
        ClientCalls.asyncUnaryCall(channel.newCall(method, CallOptions.DEFAULT), message, new Ended<>(answer, done));
    }

    private static final class Ended<R> implements StreamObserver<R> {
        private final ToLongFunction<R> answer;
        private final Done done;
        private long value;

        Ended(ToLongFunction<R> answer, Done done) {
            this.answer = answer;
            this.done = done;
        }

        @Override
        public void onNext(R reply) {
            value = answer.applyAsLong(reply);
        }

        @Override
        public void onError(Throwable failure) {
            done.done(0, failure);
        }

        @Override
        public void onCompleted() {
            done.done(value, null);
        }
    }

    @Override
    public long sends(long untilNanos) throws Exception {
        var handled = new Handled();
        var options = CallOptions.DEFAULT.withOnReadyThreshold(Grpc.WINDOW_BYTES);
        ClientCalls.asyncClientStreamingCall(channel.newCall(Methods.PUT, options), handled);
        var out = handled.out;
        var count = 0L;
        do {
            for (var n = 0; n < LOOK_EVERY; n++) out.onNext(new Add(count++, TAG));
            while (!out.isReady() && !handled.count.isDone()) LockSupport.park(handled);
        } while (System.nanoTime() - untilNanos < 0);
        out.onCompleted();
        return Client.same(count, handled.count.get());
    }

    /// Wakes the sender, which made it, and learns how many were handled.
    private static final class Handled implements ClientResponseObserver<Add, Long> {
        private final Thread sender = Thread.currentThread();
        private final CompletableFuture<Long> count = new CompletableFuture<>();
        private ClientCallStreamObserver<Add> out;

        @Override
        public void beforeStart(ClientCallStreamObserver<Add> stream) {
            out = stream;
            stream.setOnReadyHandler(() -> LockSupport.unpark(sender));
        }

        @Override
        public void onNext(Long value) {
            count.complete(value);
        }

        @Override
        public void onError(Throwable failure) {
            count.completeExceptionally(failure);
            LockSupport.unpark(sender);
        }

        @Override
        public void onCompleted() {}
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
