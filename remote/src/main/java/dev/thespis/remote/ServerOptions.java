package dev.thespis.remote;

import dev.thespis.remote.tls.Plaintext;
import dev.thespis.remote.tls.Protection;
import dev.thespis.remote.tls.Tls;
import java.util.Objects;

/// How a server is set up.
///
/// @param connections how many may be open at once, 1 to 1,000,000; default 10,000. Further ones are closed at once.
/// One that has ended counts until its requests, sends too, have left the mailboxes of the actors
/// @param connectionsPerAddress how many of them may come from one address, 1 to 1,000,000; default 1,000,000, which is
/// unlimited. IPv6 addresses count as one if their first 64 bits are the same, since one network has all of those; on
/// Unix domain sockets it has no effect
/// @param handshakes how many TLS handshakes may begin in a second, 1 to 1,000,000; default 1,000. Connections
/// beyond it are closed at once. It counts when a connection is accepted; without TLS it has no effect
/// @param handshakesPerAddress how many of them from one address, as above; default 100
/// @param backlog how many the system may keep waiting to be accepted, 1 to 65,535; default 1,024
/// @param protection TLS, or none; default none, and then a server listens within loopback only
/// @param peers how each peer is set up
/// @param returning how clients are recognised that come back
public record ServerOptions(
        int connections,
        int connectionsPerAddress,
        int handshakes,
        int handshakesPerAddress,
        int backlog,
        Protection protection,
        PeerOptions peers,
        Returning returning) {
    private static final int MOST = 1_000_000;

    /// Checks the options.
    public ServerOptions {
        Objects.requireNonNull(peers, "peers");
        Objects.requireNonNull(returning, "returning");
        Objects.requireNonNull(protection, "protection");
        if (protection instanceof Tls tls) tls.requireIdentity();
        range("connections", connections, MOST);
        range("connectionsPerAddress", connectionsPerAddress, MOST);
        range("handshakes", handshakes, MOST);
        range("handshakesPerAddress", handshakesPerAddress, MOST);
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
        return new ServerOptions(
                10_000,
                MOST,
                1_000,
                100,
                1_024,
                Plaintext.WITHIN_LOOPBACK,
                PeerOptions.defaults(),
                Returning.defaults());
    }

    /// How much memory all clients together can make a server hold at most: as many connections as may be open,
    /// each with the [footprint][Limits#footprint(int)] of the peers' limits. To be less, lower `connections`, or
    /// those limits; of the defaults, `replyBytes` and `sendFrameBytes` weigh the most.
    ///
    /// @param services how many services are exposed on each connection, 1 to 65,536
    /// @param expansion bytes of an object for each byte of its frame, 1 to 100; see [Footprint#totalBytes(double)]
    /// @return bytes, far more than usual clients need
    /// @throws IllegalArgumentException if one of them is out of its range
    public long mostHeldBytes(int services, double expansion) {
        var each = peers.limits().footprint(services).totalBytes(expansion);
        return Math.multiplyHigh(each, connections) == 0 && each * connections >= 0
                ? each * connections
                : Long.MAX_VALUE;
    }

    /// The same options with another limit of connections.
    ///
    /// @param value how many may be open at once
    /// @return new options
    public ServerOptions withConnections(int value) {
        return new ServerOptions(
                value, connectionsPerAddress, handshakes, handshakesPerAddress, backlog, protection, peers, returning);
    }

    /// The same options with another limit of connections from one address.
    ///
    /// @param value how many may be open at once
    /// @return new options
    public ServerOptions withConnectionsPerAddress(int value) {
        return new ServerOptions(
                connections, value, handshakes, handshakesPerAddress, backlog, protection, peers, returning);
    }

    /// The same options with another limit of TLS handshakes.
    ///
    /// @param value how many may begin in a second
    /// @return new options
    public ServerOptions withHandshakes(int value) {
        return new ServerOptions(
                connections, connectionsPerAddress, value, handshakesPerAddress, backlog, protection, peers, returning);
    }

    /// The same options with another limit of TLS handshakes from one address.
    ///
    /// @param value how many may begin in a second
    /// @return new options
    public ServerOptions withHandshakesPerAddress(int value) {
        return new ServerOptions(
                connections, connectionsPerAddress, handshakes, value, backlog, protection, peers, returning);
    }

    /// The same options with another backlog.
    ///
    /// @param value how many may wait to be accepted
    /// @return new options
    public ServerOptions withBacklog(int value) {
        return new ServerOptions(
                connections,
                connectionsPerAddress,
                handshakes,
                handshakesPerAddress,
                value,
                protection,
                peers,
                returning);
    }

    /// The same options with TLS on each connection.
    ///
    /// @param value with a certificate of the server's
    /// @return new options
    /// @throws IllegalArgumentException if it has none
    public ServerOptions withTls(Tls value) {
        return new ServerOptions(
                connections, connectionsPerAddress, handshakes, handshakesPerAddress, backlog, value, peers, returning);
    }

    /// The same options, without TLS and listening wherever it is asked to. Who is between the two ends can then read
    /// and change everything, log in as others, and use the capabilities that he has seen.
    ///
    /// @return new options
    public ServerOptions withPlaintextBeyondLoopback() {
        var open = Plaintext.BEYOND_LOOPBACK;
        return new ServerOptions(
                connections, connectionsPerAddress, handshakes, handshakesPerAddress, backlog, open, peers, returning);
    }

    /// The same options with other options for the peers.
    ///
    /// @param value how each peer is set up
    /// @return new options
    public ServerOptions withPeers(PeerOptions value) {
        return new ServerOptions(
                connections,
                connectionsPerAddress,
                handshakes,
                handshakesPerAddress,
                backlog,
                protection,
                value,
                returning);
    }

    /// The same options with another way to recognise clients.
    ///
    /// @param value how clients are recognised that come back
    /// @return new options
    public ServerOptions withReturning(Returning value) {
        return new ServerOptions(
                connections,
                connectionsPerAddress,
                handshakes,
                handshakesPerAddress,
                backlog,
                protection,
                peers,
                value);
    }
}
