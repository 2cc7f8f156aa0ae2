package dev.thespis.remote.control;

import dev.thespis.wire.Unsigned;

/// The caller of a call is gone. The call is answered all the same, once its handler has ended.
///
/// @param cid its connection id
public record Cancel(@Unsigned long cid) {}
