package dev.thespis.remote;

import dev.thespis.remote.tls.HandshakeException;
import dev.thespis.remote.tls.Tls;
import dev.thespis.remote.transport.Duplex;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
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
    /// @throws IOException if there is no connection within 10 s; its message names host and port
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
        return open(address, options, setup, stream -> tls.connect(stream, address.getHostString(), CONNECT));
    }

    /// Connects, without TLS.
    ///
    /// @param address where the server listens
    /// @param options how the peer is set up
    /// @param setup exposes services and subscribes to events, before anything is read
    /// @return a peer that runs
    /// @throws IOException if there is no connection within 10 s; its message names host and port
    public static Peer connect(InetSocketAddress address, PeerOptions options, Consumer<Peer> setup)
            throws IOException {
        return open(address, options, setup, stream -> stream);
    }

    /// Makes of a stream another one.
    private interface Layer {
        Duplex over(Duplex stream) throws IOException;
    }

    private static Peer open(InetSocketAddress address, PeerOptions options, Consumer<Peer> setup, Layer layer)
            throws IOException {
        if (address.isUnresolved())
            throw new UnknownHostException("no address is known for host " + address.getHostString());
        var socket = new Socket();
        try {
            socket.connect(address, (int) CONNECT.toMillis());
            return Peer.connect(layer.over(Transports.socket(socket)), options, setup);
        } catch (HandshakeException e) {
            socket.close();
            throw e;
        } catch (IOException e) {
            socket.close();
            throw new IOException(
                    "can't connect to " + address.getHostString() + ":" + address.getPort() + ": "
                            + Connection.message(e),
                    e);
        } catch (RuntimeException e) { // thrown by the setup
            socket.close();
            throw e;
        }
    }
}
