package dev.thespis.bench.raw;

import dev.thespis.bench.load.Client;
import dev.thespis.bench.load.Contender;
import dev.thespis.bench.load.Load;
import dev.thespis.bench.load.Workload;
import dev.thespis.cli.bench.RawServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;

/// An echo with nothing between it and the socket. It has no threads that could wait for single calls, so it makes its
/// load by itself, and serves only as a measure.
public record RawSocket() implements Contender {
    @Override
    public String name() {
        return "raw";
    }

    @Override
    public Server serve() throws Exception {
        var server = RawServer.listen(InetAddress.getLoopbackAddress());
        return new Server() {
            @Override
            public int port() {
                return server.port();
            }

            @Override
            public void close() {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    @Override
    public Client connect(int port) {
        throw new UnsupportedOperationException("a bare socket has no calls");
    }

    @Override
    public Load load(Workload workload, int port) throws Exception {
        return RawLoad.open(workload, port);
    }
}
