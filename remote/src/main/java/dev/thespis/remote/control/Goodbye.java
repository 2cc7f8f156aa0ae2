package dev.thespis.remote.control;

/// The sender will close: it takes no new requests, but still delivers the replies that it can.
///
/// @param reason for people to read
public record Goodbye(String reason) {}
