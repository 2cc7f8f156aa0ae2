package dev.thespis.remote.control;

import dev.thespis.wire.Unsigned;

/// Gives back what sends have taken of the receiver's windows.
///
/// @param sid the service
/// @param messages how many of its sends have been handled
/// @param bytes of their frames, headers included
public record Credit(@Unsigned long sid, long messages, long bytes) {}
