package dev.thespis.bench.rsocket;

import dev.thespis.bench.load.Client;
import dev.thespis.bench.load.Contender;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketConnector;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.transport.netty.server.TcpServerTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.TcpClient;

/// RSocket without copies of payloads.
public record RSocketTcp() implements Contender {
    private static final String HOST = "127.0.0.1";
    private static final int WINDOW_MESSAGES = 8192;

    @Override
    public String name() {
        return "rsocket";
    }

    @Override
    public Server serve() {
        var server = RSocketServer.create(SocketAcceptor.with(new Handler()))
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .bindNow(TcpServerTransport.create(HOST, 0));
        return new Server() {
            @Override
            public int port() {
                return server.address().getPort();
            }

            @Override
            public void close() {
                server.dispose();
                server.onClose().block();
            }
        };
    }

    private static final class Handler implements RSocket {
        @Override
        public Mono<Payload> requestResponse(Payload asked) {
            if (Payloads.isAdd(asked))
                return Mono.just(Payloads.of(Payloads.add(asked).n()));
            return Mono.just(Payloads.of(Payloads.bytes(asked)));
        }

        @Override
        public Flux<Payload> requestChannel(Publisher<Payload> sends) {
            return Flux.from(sends)
                    .limitRate(WINDOW_MESSAGES)
                    .reduce(
                            0L,
                            (count, send) -> count + (Payloads.add(send).tag().isEmpty() ? 0 : 1))
                    .map(Payloads::of)
                    .flux();
        }
    }

    /// Without a pool, whose default size bounds the number of connections.
    @Override
    public Client connect(int port) {
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var transport = TcpClientTransport.create(
                TcpClient.create(ConnectionProvider.newConnection()).remoteAddress(() -> server));
        return new RSocketClient(Objects.requireNonNull(RSocketConnector.create()
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .connect(transport)
                .block()));
    }

    private record RSocketClient(RSocket socket) implements Client {
        @Override
        public long call(long n) {
            return Payloads.number(Objects.requireNonNull(socket.requestResponse(Payloads.of(new Payloads.Add(n, TAG)))
                    .block()));
        }

        @Override
        public void start(long n, Done done) {
            socket.requestResponse(Payloads.of(new Payloads.Add(n, TAG)))
                    .subscribe(answer -> done.done(Payloads.number(answer), null), failure -> done.done(0, failure));
        }

        @Override
        public long echo(byte[] data) {
            return Payloads.bytes(Objects.requireNonNull(
                            socket.requestResponse(Payloads.of(data)).block()))
                    .length;
        }

        @Override
        public void startEcho(byte[] data, Done done) {
            socket.requestResponse(Payloads.of(data))
                    .subscribe(
                            answer -> done.done(Payloads.bytes(answer).length, null), failure -> done.done(0, failure));
        }

        @Override
        public long sends(long untilNanos) {
            var count = new long[1];
            Flux<Payload> sends = Flux.generate(sink -> {
                if (System.nanoTime() - untilNanos >= 0 && count[0] > 0) sink.complete();
                else sink.next(Payloads.of(new Payloads.Add(count[0]++, TAG)));
            });
            var handled = Payloads.number(
                    Objects.requireNonNull(socket.requestChannel(sends).blockLast()));
            return Client.same(count[0], handled);
        }

        @Override
        public void close() {
            socket.dispose();
            socket.onClose().block();
        }
    }
}
