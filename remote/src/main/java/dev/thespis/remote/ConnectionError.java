package dev.thespis.remote;

import dev.thespis.wire.ServiceId;

/// An error that one peer tells the other one, with the names of the original.
///
/// Where a service or a call is not known, its id is 0.
public sealed interface ConnectionError {
    /// The payload of a request could not be decoded.
    ///
    /// @param service its id, or 0
    /// @param call the caller's connection id, or 0
    record Deserialize(ServiceId service, long call) implements ConnectionError {}

    /// A frame could not be understood, or is larger than is accepted.
    ///
    /// @param context what is wrong, in the other side's words
    record DeserializeWireFormat(String context) implements ConnectionError {}

    /// Something failed on the serving side: the handler, or the actor is gone.
    ///
    /// @param service its id, or 0
    /// @param call the caller's connection id, or 0
    record InternalServerError(ServiceId service, long call) implements ConnectionError {}

    /// The deadline passed on the serving side, or behind a relay.
    ///
    /// @param service its id
    record Timeout(ServiceId service) implements ConnectionError {}

    /// The service is not exposed, or nothing handles it.
    ///
    /// @param service its id, or 0
    /// @param call the caller's connection id, or 0
    record UnknownService(ServiceId service, long call) implements ConnectionError {}

    /// The service is a publisher, which takes sends only.
    ///
    /// @param service its id, or 0
    /// @param call the caller's connection id, or 0
    record PubSubNoCall(ServiceId service, long call) implements ConnectionError {}

    /// The call was certainly not handled. The original does not know this one.
    ///
    /// @param service its id, or 0
    /// @param call the caller's connection id, or 0
    /// @param reason why
    record NotHandled(ServiceId service, long call, String reason) implements ConnectionError {}

    /// The connection that the call was passed on over has been lost before the answer came. The original does not know
    /// this one.
    ///
    /// @param service its id, or 0
    /// @param call the caller's connection id, or 0
    record Lost(ServiceId service, long call) implements ConnectionError {}
}
