package dev.thespis.remote;

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
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            return Peer.connect(Transports.channel(channel, "unix:" + path), options, setup);
        } catch (IOException e) {
            channel.close();
            throw new IOException("can't connect to unix:" + path + ": " + Connection.message(e), e);
        } catch (RuntimeException e) { // thrown by the setup
            channel.close();
            throw e;
        }
    }
}
