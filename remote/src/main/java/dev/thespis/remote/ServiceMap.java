package dev.thespis.remote;

/// What can be exposed on a peer: services that are handled here, passed on, or published to many.
///
/// Any map can be exposed on any number of peers, and withdrawn again while they run.
public abstract sealed class ServiceMap permits Services, Relay, Topic {
    ServiceMap() {}

    /// Exposes the services on a connection.
    ///
    /// @throws IllegalArgumentException if one of them is exposed there already; then none of them is
    abstract void attach(Connection connection);

    /// Withdraws them. Requests that have arrived go on.
    abstract void detach(Connection connection);
}
