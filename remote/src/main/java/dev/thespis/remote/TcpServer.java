package dev.thespis.remote;

import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HexFormat;
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
        public Accepted accept() throws IOException {
            var accepted = socket.accept();
            try {
                return new Accepted(Transports.socket(accepted), network(accepted.getInetAddress()));
            } catch (IOException e) { // the other side has gone already
                accepted.close();
                throw e;
            }
        }

        /// An IPv4 address, or the part of an IPv6 address that its owner can't choose.
        private static String network(InetAddress address) {
            var bytes = address.getAddress();
            return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, Long.BYTES));
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
