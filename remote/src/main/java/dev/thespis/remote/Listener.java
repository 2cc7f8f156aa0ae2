package dev.thespis.remote;

import dev.thespis.remote.transport.Duplex;
import java.io.Closeable;
import java.io.IOException;

/// Where connections come from. Closing it ends an `accept` that waits.
interface Listener extends Closeable {
    /// Waits for the next one. If one that has come can't be used, it is closed.
    Accepted accept() throws IOException;

    /// A connection that has come.
    ///
    /// @param address where from, to tell one from another; empty if it does not
    record Accepted(Duplex duplex, String address) {}

    /// Where it listens, for people to read.
    String local();

    /// The TCP port, or 0 if there is none.
    int port();

    boolean isOpen();
}
