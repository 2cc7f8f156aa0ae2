package dev.thespis.cli.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/// What a peer is compared with: frames echoed over a blocking socket, with nothing in between. All frames that one
/// read has brought are written back at once. Frames that belong to no call are dropped, as sends are. Each
/// connection has a platform thread, which reads sooner than a virtual one: that has to be woken by another thread.
public final class RawServer implements AutoCloseable {
    private static final long PAUSE_NANOS = 20_000_000;

    private final ServerSocket server;

    private RawServer(ServerSocket server) {
        this.server = server;
    }

    /// Listens on a free port.
    ///
    /// @param address of which interface
    /// @return a server that accepts
    /// @throws IOException if it can't listen
    public static RawServer listen(InetAddress address) throws IOException {
        var raw = new RawServer(new ServerSocket(0, 16, address));
        Thread.ofPlatform().daemon().name("bench-raw-acceptor").start(raw::accept);
        return raw;
    }

    /// Where it listens.
    ///
    /// @return the port
    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofPlatform().daemon().name("bench-raw-echo").start(() -> echo(socket));
            } catch (IOException e) {
                LockSupport.parkNanos(PAUSE_NANOS); // closed, or out of file descriptors for a while
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new RawFrames(socket.getInputStream());
            var out = socket.getOutputStream();
            var answers = new byte[RawFrames.BUFFER_BYTES];
            while (in.fill()) {
                var size = 0;
                while (in.next()) if (in.isCall()) size = in.copyTo(answers, size);
                if (size > 0) out.write(answers, 0, size);
            }
        } catch (IOException e) {
            // the client has gone; it notices by itself
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
