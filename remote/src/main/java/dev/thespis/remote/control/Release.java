package dev.thespis.remote.control;

/// The sender does not use a capability any more that it has received.
///
/// @param namespace of the capability
/// @param count how many times it had been received, of which none is in use
public record Release(String namespace, long count) {}
