package dev.thespis.remote;

import dev.thespis.remote.transport.Connector;
import dev.thespis.remote.transport.Duplex;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Peers over Unix domain sockets that this side connects to.
public final class UnixSocket {
    private UnixSocket() {}

    /// Connects.
    ///
    /// @param path of the server's socket
    /// @param options how the peer is set up
    /// @param setup exposes services and subscribes to events, before anything is read
    /// @return a peer that runs
    /// @throws IOException if nobody listens there; its message names the path
    public static Peer connect(Path path, PeerOptions options, Consumer<Peer> setup) throws IOException {
        var duplex = open(path);
        try {
            return Peer.connect(duplex, options, setup);
        } catch (RuntimeException e) { // thrown by the setup
            duplex.close();
            throw e;
        }
    }

    /// An endpoint for a [Link].
    ///
    /// @param path of the server's socket
    /// @return connects there
    public static Connector at(Path path) {
        return Connector.of("unix:" + path, () -> open(path));
    }

    private static Duplex open(Path path) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            return Transports.channel(channel, "unix:" + path);
        } catch (IOException e) {
            channel.close();
            throw new IOException("can't connect to unix:" + path + ": " + Connection.message(e), e);
        }
    }
}
