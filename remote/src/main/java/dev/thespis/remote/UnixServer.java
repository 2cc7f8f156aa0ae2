package dev.thespis.remote;

import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Servers that listen on Unix domain sockets.
public final class UnixServer {
    private UnixServer() {}

    /// Listens. The socket's file is made here and deleted when the server is closed.
    ///
    /// @param path where; nothing may be there
    /// @param options how the server and its peers are set up
    /// @param setup for each connection: exposes services and subscribes to events, before anything is read
    /// @return a server that accepts
    /// @throws IOException if it can't listen there; its message names the path
    public static Server listen(Path path, ServerOptions options, Consumer<Peer> setup) throws IOException {
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), options.backlog());
        } catch (IOException e) {
            channel.close();
            throw new IOException("can't listen on unix:" + path + ": " + Connection.message(e), e);
        }
        return new Server(new UnixListener(channel, path), options, setup);
    }

    private record UnixListener(ServerSocketChannel channel, Path path) implements Listener {
        @Override
        public Accepted accept() throws IOException {
            var accepted = channel.accept();
            try {
                return new Accepted(Transports.channel(accepted, "unix:" + path), "");
            } catch (IOException e) { // no files are left, for example
                accepted.close();
                throw e;
            }
        }

        @Override
        public String local() {
            return "unix:" + path;
        }

        @Override
        public int port() {
            return 0;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(path);
        }
    }
}
