package dev.thespis.cli.dial;

import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.tls.Tls;
import dev.thespis.remote.transport.Connector;
import dev.thespis.remote.transport.Duplex;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;

/// How to connect to a server.
public sealed interface Dial {
    /// Connects.
    ///
    /// @param server where it listens
    /// @param options of the peer
    /// @param setup of the peer
    /// @return a peer that runs
    /// @throws IOException if there is no connection
    Peer connect(InetSocketAddress server, PeerOptions options, Consumer<Peer> setup) throws IOException;

    /// An endpoint of a link.
    ///
    /// @param host of the server
    /// @param port of the server
    /// @return connects there
    Connector at(String host, int port);

    /// What is said over a connection that is there already, for who writes the bytes himself.
    ///
    /// @param socket connected to the server
    /// @param host that the server's certificate must be for
    /// @return a stream
    /// @throws IOException if the handshake fails
    Duplex over(Socket socket, String host) throws IOException;

    /// Without TLS.
    record Plainly() implements Dial {
        @Override
        public Peer connect(InetSocketAddress server, PeerOptions options, Consumer<Peer> setup) throws IOException {
            return Tcp.connect(server, options, setup);
        }

        @Override
        public Connector at(String host, int port) {
            return Tcp.at(host, port);
        }

        @Override
        public Duplex over(Socket socket, String host) throws IOException {
            return Transports.socket(socket);
        }
    }

    /// With TLS.
    ///
    /// @param tls whom to trust, and what to show
    record Safely(Tls tls) implements Dial {
        private static final Duration LIMIT = Duration.ofSeconds(10);

        @Override
        public Peer connect(InetSocketAddress server, PeerOptions options, Consumer<Peer> setup) throws IOException {
            return Tcp.connect(server, tls, options, setup);
        }

        @Override
        public Connector at(String host, int port) {
            return Tcp.at(host, port, tls);
        }

        @Override
        public Duplex over(Socket socket, String host) throws IOException {
            return tls.connect(Transports.socket(socket), host, LIMIT);
        }
    }
}
