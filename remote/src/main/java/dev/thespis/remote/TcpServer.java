package dev.thespis.remote;

import dev.thespis.remote.transport.Duplex;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.Consumer;

/// Servers that listen for TCP connections.
public final class TcpServer {
    private TcpServer() {}

    /// Listens with the default options.
    ///
    /// @param address where; port 0 takes a free one
    /// @param setup for each connection: exposes services and subscribes to events, before anything is read
    /// @return a server that accepts
    /// @throws IOException if it can't listen there; its message names address and port
    public static Server listen(InetSocketAddress address, Consumer<Peer> setup) throws IOException {
        return listen(address, ServerOptions.defaults(), setup);
    }

    /// Listens.
    ///
    /// @param address where; port 0 takes a free one
    /// @param options how the server and its peers are set up
    /// @param setup for each connection: exposes services and subscribes to events, before anything is read
    /// @return a server that accepts
    /// @throws IOException if it can't listen there; its message names address and port
    public static Server listen(InetSocketAddress address, ServerOptions options, Consumer<Peer> setup)
            throws IOException {
        var socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address, options.backlog());
        } catch (IOException e) {
            socket.close();
            throw new IOException(
                    "can't listen on " + address.getHostString() + ":" + address.getPort() + ": "
                            + Connection.message(e),
                    e);
        }
        return new Server(new TcpListener(socket), options, setup);
    }

    private record TcpListener(ServerSocket socket) implements Listener {
        @Override
        public Duplex accept() throws IOException {
            return Transports.socket(socket.accept());
        }

        @Override
        public String local() {
            var address = (InetSocketAddress) socket.getLocalSocketAddress();
            var host = address.getAddress().getHostAddress();
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
        }

        @Override
        public int port() {
            return socket.getLocalPort();
        }

        @Override
        public boolean isOpen() {
            return !socket.isClosed();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
