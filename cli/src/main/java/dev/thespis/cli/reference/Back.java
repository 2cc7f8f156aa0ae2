package dev.thespis.cli.reference;

import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.wire.Transparent;
import dev.thespis.wire.Unsigned;

/// Services that use services of their caller, over the same connection.
@Namespace("remotes")
interface Back {
    /// Calls [Hub.Add] on the caller; replies what came of it.
    @Transparent
    record CallBack(long n) implements Message<Back, Result<Long, String>> {}

    /// Sends that many [Hub.Nop] to the caller; replies the number.
    @Transparent
    record SendBack(@Unsigned long count) implements Message<Back, Long> {}
}
