package dev.thespis.remote;

import dev.thespis.remote.tls.Tls;
import dev.thespis.remote.transport.Connector;
import dev.thespis.remote.transport.Duplex;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;

/// Peers over TCP connections that this side opens.
public final class Tcp {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private Tcp() {}

    /// Connects without TLS, with the default options, exposing nothing.
    ///
    /// @param host name or address
    /// @param port 1 to 65535
    /// @return a peer that runs
    /// @throws IOException if there is no connection within 10 s, or the thread is interrupted; its message names host
    /// and port
    public static Peer connect(String host, int port) throws IOException {
        return connect(new InetSocketAddress(host, port), PeerOptions.defaults(), peer -> {});
    }

    /// Connects with TLS and otherwise the default options, exposing nothing.
    ///
    /// @param host name or address, which the server's certificate must be for
    /// @param port 1 to 65535
    /// @param tls whom to trust
    /// @return a peer that runs
    /// @throws IOException if there is no connection within 10 s, or no handshake in 10 s more, then a
    /// [dev.thespis.remote.tls.HandshakeException]; its message names host and port
    public static Peer connect(String host, int port, Tls tls) throws IOException {
        return connect(new InetSocketAddress(host, port), tls, PeerOptions.defaults(), peer -> {});
    }

    /// Connects with TLS.
    ///
    /// A server that wants another certificate than this side has may say so only after the handshake: then the peer
    /// ends with [PeerError.TransportFailed], and calls with its reason.
    ///
    /// @param address where the server listens; its host name, or its address if it was made without, is what the
    /// server's certificate must be for
    /// @param tls whom to trust, and what to show
    /// @param options how the peer is set up
    /// @param setup exposes services and subscribes to events, before anything is read
    /// @return a peer that runs
    /// @throws IOException if there is no connection within 10 s, or no handshake in 10 s more, then a
    /// [dev.thespis.remote.tls.HandshakeException]; its message names host and port
    public static Peer connect(InetSocketAddress address, Tls tls, PeerOptions options, Consumer<Peer> setup)
            throws IOException {
        return start(open(address, tls), options, setup);
    }

    /// Connects, without TLS.
    ///
    /// @param address where the server listens
    /// @param options how the peer is set up
    /// @param setup exposes services and subscribes to events, before anything is read
    /// @return a peer that runs
    /// @throws IOException if there is no connection within 10 s, or the thread is interrupted; its message names host
    /// and port
    public static Peer connect(InetSocketAddress address, PeerOptions options, Consumer<Peer> setup)
            throws IOException {
        return start(open(address), options, setup);
    }

    private static Peer start(Duplex duplex, PeerOptions options, Consumer<Peer> setup) throws IOException {
        try {
            return Peer.connect(duplex, options, setup);
        } catch (RuntimeException e) { // thrown by the setup
            duplex.close();
            throw e;
        }
    }

    /// An endpoint for a [Link], without TLS. The name is looked up each time.
    ///
    /// @param host name or address
    /// @param port 1 to 65535
    /// @return connects there, within 10 s or not at all
    public static Connector at(String host, int port) {
        checkPort(port);
        return Connector.of(host + ":" + port, () -> open(new InetSocketAddress(host, port)));
    }

    /// An endpoint for a [Link], with TLS. The name is looked up each time.
    ///
    /// @param host name or address, which the server's certificate must be for
    /// @param port 1 to 65535
    /// @param tls whom to trust, and what to show
    /// @return connects there within 10 s, and shakes hands within 10 s more, or not at all
    public static Connector at(String host, int port, Tls tls) {
        checkPort(port);
        return Connector.of(host + ":" + port, () -> open(new InetSocketAddress(host, port), tls));
    }

    private static void checkPort(int port) {
        if (port < 1 || port > 65_535) throw new IllegalArgumentException("port=" + port + ", must be from 1 to 65535");
    }

    private static Duplex open(InetSocketAddress address, Tls tls) throws IOException {
        return tls.connect(open(address), address.getHostString(), CONNECT);
    }

    private static Duplex open(InetSocketAddress address) throws IOException {
        if (address.isUnresolved())
            throw new UnknownHostException("no address is known for host " + address.getHostString());
        var channel = SocketChannel.open();
        try {
            channel.socket().connect(address, (int) CONNECT.toMillis());
            return Transports.channel(channel);
        } catch (IOException e) {
            channel.close();
            throw new IOException(
                    "can't connect to " + address.getHostString() + ":" + address.getPort() + ": "
                            + Connection.message(e),
                    e);
        }
    }
}
