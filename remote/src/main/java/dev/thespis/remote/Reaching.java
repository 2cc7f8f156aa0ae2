package dev.thespis.remote;

import dev.thespis.actor.internal.Endpoint;
import dev.thespis.wire.DecodeException;

/// What knows, while a message is read, where the addresses in it lead.
interface Reaching {
    /// The address that a namespace stands for.
    ///
    /// @param protocol what is to be sent to it
    /// @throws DecodeException if there can be none
    Endpoint<?> address(String namespace, Class<?> protocol) throws DecodeException;
}
