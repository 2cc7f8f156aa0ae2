package dev.thespis.remote;

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
        if (address.isUnresolved())
            throw new UnknownHostException("no address is known for host " + address.getHostString());
        var socket = new Socket();
        try {
            socket.connect(address, (int) CONNECT.toMillis());
            return Peer.connect(Transports.socket(socket), options, setup);
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
