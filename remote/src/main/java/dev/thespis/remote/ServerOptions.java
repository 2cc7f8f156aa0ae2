package dev.thespis.remote;

import java.util.Objects;

/// How a server is set up.
///
/// @param connections how many may be open at once, 1 to 1,000,000; default 10,000. Further ones are closed at once.
/// One that has ended counts until its requests, sends too, have left the mailboxes of the actors
/// @param connectionsPerAddress how many of them may come from one address, 1 to 1,000,000; default 1,000,000, which is
/// unlimited. IPv6 addresses count as one if their first 64 bits are the same, since one network has all of those; on
/// Unix domain sockets it has no effect
/// @param backlog how many the system may keep waiting to be accepted, 1 to 65,535; default 1,024
/// @param peers how each peer is set up
/// @param returning how clients are recognised that come back
public record ServerOptions(
        int connections, int connectionsPerAddress, int backlog, PeerOptions peers, Returning returning) {
    private static final int MOST = 1_000_000;

    /// Checks the options.
    public ServerOptions {
        Objects.requireNonNull(peers, "peers");
        Objects.requireNonNull(returning, "returning");
        range("connections", connections, MOST);
        range("connectionsPerAddress", connectionsPerAddress, MOST);
        range("backlog", backlog, 65_535);
    }

    private static void range(String name, int value, int most) {
        if (value < 1 || value > most)
            throw new IllegalArgumentException(name + "=" + value + ", must be from 1 to " + most);
    }

    /// The defaults.
    ///
    /// @return as described at each component
    public static ServerOptions defaults() {
        return new ServerOptions(10_000, MOST, 1_024, PeerOptions.defaults(), Returning.defaults());
    }

    /// The same options with another limit of connections.
    ///
    /// @param value how many may be open at once
    /// @return new options
    public ServerOptions withConnections(int value) {
        return new ServerOptions(value, connectionsPerAddress, backlog, peers, returning);
    }

    /// The same options with another limit of connections from one address.
    ///
    /// @param value how many may be open at once
    /// @return new options
    public ServerOptions withConnectionsPerAddress(int value) {
        return new ServerOptions(connections, value, backlog, peers, returning);
    }

    /// The same options with another backlog.
    ///
    /// @param value how many may wait to be accepted
    /// @return new options
    public ServerOptions withBacklog(int value) {
        return new ServerOptions(connections, connectionsPerAddress, value, peers, returning);
    }

    /// The same options with other options for the peers.
    ///
    /// @param value how each peer is set up
    /// @return new options
    public ServerOptions withPeers(PeerOptions value) {
        return new ServerOptions(connections, connectionsPerAddress, backlog, value, returning);
    }

    /// The same options with another way to recognise clients.
    ///
    /// @param value how clients are recognised that come back
    /// @return new options
    public ServerOptions withReturning(Returning value) {
        return new ServerOptions(connections, connectionsPerAddress, backlog, peers, value);
    }
}
