package dev.thespis.remote;

/// What has come to a server so far, in numbers that are always kept; each is right on its own.
///
/// @param peers whose connections have not ended, or whose requests have not left the mailboxes
/// @param accepted connections on which a peer was started
/// @param refused connections closed at once, since there were too many, or too many TLS handshakes within a second
/// @param failures how many events [ServerEvent.AcceptFailed] and [ServerEvent.HandshakeFailed] there were
public record ServerStats(int peers, long accepted, long refused, long failures) {}
