package dev.thespis.cli.soak;

import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;

/// A topic whose subscribers are waited for.
@Namespace("soak-ticker")
interface Ticker {
    /// Is published.
    record Tick(long id) implements Message<Ticker, Void> {}
}
