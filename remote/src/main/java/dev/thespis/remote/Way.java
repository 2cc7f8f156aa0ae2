package dev.thespis.remote;

/// Where a relayed request goes next.
interface Way {
    /// What the requests are to stay in order with.
    Object order();

    /// Sends a request on its way. Never blocks.
    void forward(RelayedRequest request);
}
