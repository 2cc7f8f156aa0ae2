package dev.thespis.cli.reference;

import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;

/// A service whose actor has stopped.
@Namespace("remotes")
interface Grave {
    /// Is never handled.
    record Dead() implements Message<Grave, Void> {}
}
