package dev.thespis.remote.tls;

/// Whether a server asks those who connect for a certificate.
public enum Clients {
    /// They stay anonymous.
    NOT_ASKED,
    /// Who has one that is trusted is known by it; who has none is anonymous; who has another one is refused.
    ASKED,
    /// Who has none that is trusted is refused.
    REQUIRED
}
