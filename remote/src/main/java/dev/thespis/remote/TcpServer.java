package dev.thespis.remote;

import dev.thespis.remote.tls.Plaintext;
import dev.thespis.remote.tls.Tls;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.HexFormat;
import java.util.function.Consumer;

/// Servers that listen for TCP connections.
public final class TcpServer {
    private TcpServer() {}

    /// Listens with the default options, within loopback.
    ///
    /// @param address where; port 0 takes a free one
    /// @param setup for each connection: exposes services and subscribes to events, before anything is read
    /// @return a server that accepts
    /// @throws IOException if it can't listen there; its message names address and port
    /// @throws IllegalArgumentException if the address is not of loopback: there TLS is needed, or that the options say
    /// that it is not
    public static Server listen(InetSocketAddress address, Consumer<Peer> setup) throws IOException {
        return listen(address, ServerOptions.defaults(), setup);
    }

    /// Listens with TLS and otherwise the default options.
    ///
    /// @param address where; port 0 takes a free one
    /// @param tls with a certificate of this server's
    /// @param setup for each connection whose handshake has succeeded
    /// @return a server that accepts
    /// @throws IOException if it can't listen there; its message names address and port
    /// @throws IllegalArgumentException if there is no certificate
    public static Server listen(InetSocketAddress address, Tls tls, Consumer<Peer> setup) throws IOException {
        return listen(address, ServerOptions.defaults().withTls(tls), setup);
    }

    /// Listens.
    ///
    /// @param address where; port 0 takes a free one
    /// @param options how the server and its peers are set up
    /// @param setup for each connection: exposes services and subscribes to events, before anything is read
    /// @return a server that accepts
    /// @throws IOException if it can't listen there; its message names address and port
    /// @throws IllegalArgumentException if others could connect from beyond this machine, and the options have neither
    /// TLS nor say that this is wanted
    public static Server listen(InetSocketAddress address, ServerOptions options, Consumer<Peer> setup)
            throws IOException {
        if (options.protection() == Plaintext.WITHIN_LOOPBACK) requireLoopback(address);
        var channel = ServerSocketChannel.open();
        try {
            channel.socket().setReuseAddress(true);
            channel.socket().bind(address, options.backlog());
        } catch (IOException e) {
            channel.close();
            throw new IOException(
                    "can't listen on " + address.getHostString() + ":" + address.getPort() + ": "
                            + Connection.message(e),
                    e);
        }
        return new Server(new TcpListener(channel), options, setup);
    }

    private static void requireLoopback(InetSocketAddress address) {
        if (address.isUnresolved() || address.getAddress().isLoopbackAddress()) return;
        throw new IllegalArgumentException("address=" + address + " can be reached from other machines, and nothing"
                + " protects the connections: give the options TLS with withTls, listen on a loopback address, or say"
                + " withPlaintextBeyondLoopback");
    }

    private record TcpListener(ServerSocketChannel channel) implements Listener {
        @Override
        public Accepted accept() throws IOException {
            var accepted = channel.accept();
            try {
                var from = ((InetSocketAddress) accepted.getRemoteAddress()).getAddress();
                return new Accepted(Transports.channel(accepted), network(from));
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
            var address = (InetSocketAddress) channel.socket().getLocalSocketAddress();
            var host = address.getAddress().getHostAddress();
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
        }

        @Override
        public int port() {
            return channel.socket().getLocalPort();
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
