package dev.thespis.remote;

import dev.thespis.remote.transport.Duplex;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
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
            return Wire.TCP.ends();
        }
    };

    abstract List<Duplex> open() throws IOException;
}
