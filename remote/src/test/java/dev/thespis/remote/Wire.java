package dev.thespis.remote;

import dev.thespis.remote.transport.Duplex;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
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
            try (var listener =
                    ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
                var calling = SocketChannel.open(listener.getLocalAddress());
                return List.of(Transports.channel(listener.accept()), Transports.channel(calling));
            }
        }
    };

    /// Two ends that are connected: the one that was connected to, and the one that has connected.
    abstract List<Duplex> ends() throws IOException;
}
