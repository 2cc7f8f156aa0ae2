package dev.thespis.remote;

import dev.thespis.remote.transport.Duplex;
import java.io.Closeable;
import java.io.IOException;

/// Where connections come from. Closing it ends an `accept` that waits.
interface Listener extends Closeable {
    Duplex accept() throws IOException;

    /// Where it listens, for people to read.
    String local();

    /// The TCP port, or 0 if there is none.
    int port();

    boolean isOpen();
}
