package dev.thespis.examples;

import dev.thespis.actor.Idempotent;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;

/// The contract of a server and of the back end that it asks.
@Namespace("examples")
interface Rates {
    /// A question: to ask it twice does no harm.
    @Idempotent
    record Of(String currency) implements Message<Rates, Double> {}
}
