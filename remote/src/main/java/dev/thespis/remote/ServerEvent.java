package dev.thespis.remote;

import dev.thespis.remote.tls.HandshakeException;

/// Something that happened to a server.
public sealed interface ServerEvent {
    /// A connection was accepted.
    ///
    /// @param peer runs over it
    record Accepted(Peer peer) implements ServerEvent {}

    /// A client that was connected before is connected again.
    ///
    /// @param peer runs over the new connection
    /// @param connection which one of its connections this is, 2 or more, as far as the server remembers
    record Returned(Peer peer, int connection) implements ServerEvent {}

    /// A connection was closed at once, since there are as many as may be.
    ///
    /// @param remote who wanted to connect
    /// @param limit how many there may be
    record Refused(String remote, int limit) implements ServerEvent {}

    /// A connection was closed at once, since there are as many from its address as may be.
    ///
    /// @param remote who wanted to connect
    /// @param limit how many there may be
    record RefusedAddress(String remote, int limit) implements ServerEvent {}

    /// A connection was closed at once, since as many TLS handshakes have begun in this second as may.
    ///
    /// @param remote who wanted to connect
    /// @param limit how many may in a second
    record HandshakeRefused(String remote, int limit) implements ServerEvent {}

    /// A connection was closed at once, since as many TLS handshakes from its address have begun in this second as may.
    ///
    /// @param remote who wanted to connect
    /// @param limit how many may in a second
    record HandshakeRefusedAddress(String remote, int limit) implements ServerEvent {}

    /// A connection was closed, since its TLS handshake failed; it never had a peer.
    ///
    /// @param remote who wanted to connect
    /// @param cause why; its reason tells one cause from another
    record HandshakeFailed(String remote, HandshakeException cause) implements ServerEvent {}

    /// Accepting a connection or setting up its peer failed; the server goes on.
    ///
    /// @param cause why
    record AcceptFailed(Exception cause) implements ServerEvent {}

    /// The observer was too slow and has missed events, the oldest ones.
    ///
    /// @param count how many
    record Missed(long count) implements ServerEvent {}
}
