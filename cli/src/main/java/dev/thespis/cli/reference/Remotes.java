package dev.thespis.cli.reference;

import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;

/// All reference services, as their clients see them: they need not know which actors handle what.
@Namespace("remotes")
interface Remotes extends Hub, Mirror, Sleeper, Bomb, Back, Grave {
    /// Is known to clients, and exposed by nobody.
    record Unset() implements Message<Remotes, Void> {}
}
