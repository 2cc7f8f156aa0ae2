package dev.thespis.remote;

import dev.thespis.remote.transport.Connector;
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

    /// Connects with the default options, exposing nothing.
    ///
    /// @param host name or address
    /// @param port 1 to 65535
    /// @return a peer that runs
    /// @throws IOException if there is no connection within 10 s; its message names host and port
    public static Peer connect(String host, int port) throws IOException {
        return connect(new InetSocketAddress(host, port), PeerOptions.defaults(), peer -> {});
    }

    /// Connects.
    ///
    /// @param address where the server listens
    /// @param options how the peer is set up
    /// @param setup exposes services and subscribes to events, before anything is read
    /// @return a peer that runs
    /// @throws IOException if there is no connection within 10 s; its message names host and port
    public static Peer connect(InetSocketAddress address, PeerOptions options, Consumer<Peer> setup)
            throws IOException {
        var duplex = open(address);
        try {
            return Peer.connect(duplex, options, setup);
        } catch (RuntimeException e) { // thrown by the setup
            duplex.close();
            throw e;
        }
    }

    /// An endpoint for a [Link]. The name is looked up each time.
    ///
    /// @param host name or address
    /// @param port 1 to 65535
    /// @return connects there, within 10 s or not at all
    public static Connector at(String host, int port) {
        if (port < 1 || port > 65_535) throw new IllegalArgumentException("port=" + port + ", must be from 1 to 65535");
        return Connector.of(host + ":" + port, () -> open(new InetSocketAddress(host, port)));
    }

    private static Duplex open(InetSocketAddress address) throws IOException {
        if (address.isUnresolved())
            throw new UnknownHostException("no address is known for host " + address.getHostString());
        var socket = new Socket();
        try {
            socket.connect(address, (int) CONNECT.toMillis());
            return Transports.socket(socket);
        } catch (IOException e) {
            socket.close();
            throw new IOException(
                    "can't connect to " + address.getHostString() + ":" + address.getPort() + ": "
                            + Connection.message(e),
                    e);
        }
    }
}
