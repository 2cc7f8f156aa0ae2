package dev.thespis.remote;

import dev.thespis.actor.internal.Endpoint;

/// What knows, while a message is written, how its readers will reach the addresses in it.
interface Giving {
    /// The namespace under which the readers can reach an address.
    ///
    /// @param protocol what they may send to it
    /// @throws NotGiven if they can't be given it
    String give(Endpoint<?> address, Class<?> protocol);
}
