package dev.thespis.remote.control;

import dev.thespis.wire.Unsigned;
import java.util.List;

/// What the sender exposes from now on, besides what it has offered before.
///
/// @param services at most 65,536 in all on one connection
public record Offer(List<Item> services) {
    /// One service.
    ///
    /// @param namespace of the service
    /// @param name of its message
    /// @param id computed from both
    /// @param shape fingerprint of the types of the message and its reply; 0 if it is not known
    public record Item(
            String namespace,
            String name,
            @Unsigned long id,
            @Unsigned long shape) {}
}
