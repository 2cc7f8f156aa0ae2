package dev.thespis.remote;

import dev.thespis.remote.transport.Duplex;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/// Two ends of a stream: the server's, and the client's.
enum Ends {
    MEMORY {
        @Override
        List<Duplex> open() {
            return Transports.memory();
        }
    },
    TCP {
        @Override
        List<Duplex> open() throws IOException {
            try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                var using = new Socket(server.getInetAddress(), server.getLocalPort());
                return List.of(Transports.socket(server.accept()), Transports.socket(using));
            }
        }
    };

    abstract List<Duplex> open() throws IOException;
}
