package dev.thespis.remote;

import java.util.Objects;

/// How a server is set up.
///
/// @param connections how many may be open at once, 1 to 1,000,000; default 10,000. Further ones are closed at once
/// @param backlog how many the system may keep waiting to be accepted, 1 to 65,535; default 1,024
/// @param peers how each peer is set up
public record ServerOptions(int connections, int backlog, PeerOptions peers) {
    /// Checks the options.
    public ServerOptions {
        Objects.requireNonNull(peers, "peers");
        if (connections < 1 || connections > 1_000_000)
            throw new IllegalArgumentException("connections=" + connections + ", must be from 1 to 1000000");
        if (backlog < 1 || backlog > 65_535)
            throw new IllegalArgumentException("backlog=" + backlog + ", must be from 1 to 65535");
    }

    /// The defaults.
    ///
    /// @return as described at each component
    public static ServerOptions defaults() {
        return new ServerOptions(10_000, 1_024, PeerOptions.defaults());
    }

    /// The same options with another limit of connections.
    ///
    /// @param value how many may be open at once
    /// @return new options
    public ServerOptions withConnections(int value) {
        return new ServerOptions(value, backlog, peers);
    }

    /// The same options with another backlog.
    ///
    /// @param value how many may wait to be accepted
    /// @return new options
    public ServerOptions withBacklog(int value) {
        return new ServerOptions(connections, value, peers);
    }

    /// The same options with other options for the peers.
    ///
    /// @param value how each peer is set up
    /// @return new options
    public ServerOptions withPeers(PeerOptions value) {
        return new ServerOptions(connections, backlog, value);
    }
}
