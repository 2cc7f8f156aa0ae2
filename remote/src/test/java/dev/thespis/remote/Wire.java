package dev.thespis.remote;

import dev.thespis.remote.transport.Duplex;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/// What the two peers of a test talk over.
enum Wire {
    MEMORY {
        @Override
        List<Duplex> ends() {
            return Transports.memory();
        }
    },
    TCP {
        @Override
        List<Duplex> ends() throws IOException {
            try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                var calling = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
                return List.of(Transports.socket(listener.accept()), Transports.socket(calling));
            }
        }
    };

    /// Two ends that are connected: the one that was connected to, and the one that has connected.
    abstract List<Duplex> ends() throws IOException;
}
