package dev.thespis.cli.relay;

import dev.thespis.remote.Peer;

/// Who is told how connections and targets are. Safe for use by any number of threads.
public interface Watch {
    /// A connection is about to begin.
    ///
    /// @param peer to subscribe to
    void follow(Peer peer);

    /// Something has become known of a target.
    ///
    /// @param health of the target
    void report(Health health);
}
