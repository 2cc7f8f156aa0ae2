package dev.thespis.remote;

import dev.thespis.actor.Message;
import org.jspecify.annotations.Nullable;

/// An address that may lead to a relay or a topic, and from there back again: what is sent through it on behalf of
/// others says how many have passed it on.
interface Passing {
    /// Sends as a send of its own does, waiting as long.
    ///
    /// @param message of the address's protocol
    /// @param hops how many relays and topics have passed it on, at most [RelayedRequest#MOST_HOPS]
    /// @param trace where it belongs in a trace
    /// @throws dev.thespis.actor.SendException if it is not accepted
    void passOn(Message<?, ?> message, int hops, @Nullable TraceContext trace) throws InterruptedException;
}
