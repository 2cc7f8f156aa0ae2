package dev.thespis.cli.reference;

import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;

/// A handler that fails and takes its actor with it; one actor per connection.
@Namespace("remotes")
interface Bomb {
    /// Fails.
    record Boom() implements Message<Bomb, Void> {}

    /// Replies 1, as long as nothing has failed.
    record Ping() implements Message<Bomb, Long> {}
}
