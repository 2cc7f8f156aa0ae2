package dev.thespis.bench.grpc;

import dev.thespis.bench.load.Client;
import dev.thespis.bench.load.Contender;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// gRPC with its native transport.
///
/// @param name of the contender
/// @param direct whether handlers and callbacks run on the event loops, which is its fastest, or on its default
/// executors
public record Grpc(String name, boolean direct) implements Contender {
    /// For one-way streams; the default of 64 KiB makes senders wait much more often.
    static final int WINDOW_BYTES = 1 << 20;

    @Override
    public Server serve() throws Exception {
        var builder = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .flowControlWindow(WINDOW_BYTES)
                .addService(service());
        var server = (direct ? builder.directExecutor() : builder).build().start();
        return new Server() {
            @Override
            public int port() {
                return server.getPort();
            }

            @Override
            public void close() {
                server.shutdownNow();
            }
        };
    }

    private static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(Methods.SERVICE)
                .addMethod(Methods.ADD, ServerCalls.asyncUnaryCall((add, answer) -> reply(answer, add.n())))
                .addMethod(Methods.ECHO, ServerCalls.asyncUnaryCall((data, answer) -> reply(answer, data)))
                .addMethod(Methods.PUT, ServerCalls.asyncClientStreamingCall(Counter::new))
                .build();
    }

    private static <T> void reply(StreamObserver<T> answer, T value) {
        answer.onNext(value);
        answer.onCompleted();
    }

    private static final class Counter implements StreamObserver<Add> {
        private final StreamObserver<Long> answer;
        private long count;

        Counter(StreamObserver<Long> answer) {
            this.answer = answer;
        }

        @Override
        public void onNext(Add add) {
            count++;
        }

        @Override
        public void onError(Throwable failure) {
            // the client has gone; it notices by itself
        }

        @Override
        public void onCompleted() {
            reply(answer, count);
        }
    }

    @Override
    public Client connect(int port) {
        var builder = NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .usePlaintext()
                .flowControlWindow(WINDOW_BYTES);
        return new GrpcClient((direct ? builder.directExecutor() : builder).build());
    }
}
