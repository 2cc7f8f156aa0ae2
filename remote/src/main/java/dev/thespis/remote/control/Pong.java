package dev.thespis.remote.control;

import dev.thespis.wire.Unsigned;

/// The answer to a [Ping], sent at once.
///
/// @param nonce that of the ping
public record Pong(@Unsigned long nonce) {}
