package dev.thespis.cli.soak;

import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;

/// A topic whose subscribers lose what they don't take in time.
@Namespace("soak-rush")
interface Rush {
    /// Is published.
    record Beat(long id, byte[] cargo) implements Message<Rush, Void> {}
}
