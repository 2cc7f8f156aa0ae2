package dev.thespis.remote.tls;

/// What protects the connections of a server from those who can see them.
public sealed interface Protection permits Plaintext, Tls {}
