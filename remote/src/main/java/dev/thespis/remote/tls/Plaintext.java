package dev.thespis.remote.tls;

/// Nothing protects the connections: who is between the two ends reads them, changes them, and uses what capabilities
/// he has read.
public enum Plaintext implements Protection {
    /// Only connections that don't leave this machine are accepted: a server that would listen elsewhere is refused.
    WITHIN_LOOPBACK,
    /// Connections from anywhere: in a network that is trusted as a whole, or that protects them itself.
    BEYOND_LOOPBACK
}
