package dev.thespis.remote.transport;

import java.io.IOException;
import java.util.Objects;

/// A way to one endpoint: makes a new stream to it, as often as it is asked.
///
/// *Threading.* Used by one thread at a time.
///
/// *Failure.* An exception is one try that has failed, and concerns no other.
public interface Connector {
    /// Connects, waiting as long as that takes. An interrupt ends the wait; so must something else in the end.
    ///
    /// @return a new stream, which belongs to the caller
    /// @throws IOException if there is no connection; its message names the endpoint
    /// @throws InterruptedException if interrupted while waiting
    Duplex connect() throws IOException, InterruptedException;

    /// What it connects to, for people to read.
    ///
    /// @return `example.org:7000`, for example
    String name();

    /// Makes a connector.
    ///
    /// @param name what it connects to, for people to read
    /// @param way how
    /// @return a connector
    static Connector of(String name, Way way) {
        Objects.requireNonNull(way, "way");
        if (name.isBlank()) throw new IllegalArgumentException("name is blank");
        return new Connector() {
            @Override
            public Duplex connect() throws IOException, InterruptedException {
                return way.connect();
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    /// How a connector connects.
    @FunctionalInterface
    interface Way {
        /// See [Connector#connect()].
        ///
        /// @return a new stream
        /// @throws IOException if there is no connection
        /// @throws InterruptedException if interrupted while waiting
        Duplex connect() throws IOException, InterruptedException;
    }
}
