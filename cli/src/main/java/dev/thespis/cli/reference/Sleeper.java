package dev.thespis.cli.reference;

import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.wire.Transparent;
import dev.thespis.wire.Unsigned;

/// Something slow; one actor per connection, so that a connection sleeps on its own account.
@Namespace("remotes")
interface Sleeper {
    /// Sleeps that many milliseconds; replies its argument.
    @Transparent
    record Sleep(@Unsigned long millis) implements Message<Sleeper, Long> {}
}
