package dev.thespis.remote.control;

import dev.thespis.wire.Unsigned;

/// Asks for a [Pong] with the same nonce, to see whether the other side is alive and how long the way takes.
///
/// @param nonce chosen by the sender
public record Ping(@Unsigned long nonce) {}
