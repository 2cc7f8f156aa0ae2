package dev.thespis.remote;

import dev.thespis.wire.ServiceId;

/// A service that the other side exposes.
///
/// @param namespace of the service
/// @param name of its message
/// @param id computed from both
/// @param shape fingerprint of the types of the message and its reply, 0 if not known
public record OfferedService(String namespace, String name, ServiceId id, long shape) {
    /// Name and id, for people to read.
    String described() {
        return namespace + "::" + name + " " + id;
    }
}
