package dev.thespis.remote.control;

import dev.thespis.wire.Unsigned;
import java.util.Optional;

/// The payload of an error frame: the `ConnectionError` of the original, component by component, and two more.
///
/// Ids are maps within maps there: `{"inner": {"id": 5}}`.
public sealed interface ErrorFrame {
    /// An id as the original writes it.
    ///
    /// @param inner holds the number
    record Id(Inner inner) {
        /// Wraps a number.
        ///
        /// @param id the number
        /// @return the id
        public static Id of(long id) {
            return new Id(new Inner(id));
        }
    }

    /// What holds the number of an id.
    ///
    /// @param id the number
    record Inner(@Unsigned long id) {}

    /// The payload of a request could not be decoded.
    ///
    /// @param sid the service
    /// @param cid the call
    record Deserialize(Optional<Id> sid, Optional<Id> cid) implements ErrorFrame {}

    /// The frame itself could not be understood or is too large.
    ///
    /// @param context what is wrong
    record DeserializeWireFormat(String context) implements ErrorFrame {}

    /// Something failed on the serving side.
    ///
    /// @param sid the service
    /// @param cid the call
    record InternalServerError(Optional<Id> sid, Optional<Id> cid) implements ErrorFrame {}

    /// A relay got no reply in time.
    ///
    /// @param sid the service
    record Timeout(Id sid) implements ErrorFrame {}

    /// The service is not exposed.
    ///
    /// @param sid the service
    /// @param cid the call
    record UnknownService(Optional<Id> sid, Optional<Id> cid) implements ErrorFrame {}

    /// The service is a publisher, which takes sends only.
    ///
    /// @param sid the service
    /// @param cid the call
    record PubSubNoCall(Optional<Id> sid, Optional<Id> cid) implements ErrorFrame {}

    /// The call was certainly not handled. The original does not know this one: only peers that said hello are told.
    ///
    /// @param sid the service
    /// @param cid the call
    /// @param reason why
    /// @param detail in words for people, perhaps empty
    record NotHandled(Optional<Id> sid, Optional<Id> cid, Reason reason, String detail) implements ErrorFrame {}

    /// The connection that the call was passed on over has been lost before the answer came: it may have been handled.
    /// The original does not know this one: only peers that said hello are told.
    ///
    /// @param sid the service
    /// @param cid the call
    record Lost(Optional<Id> sid, Optional<Id> cid) implements ErrorFrame {}

    /// Why a call was not handled.
    enum Reason {
        /// Its deadline had passed before its handler could start.
        EXPIRED,
        /// Its caller cancelled it, or later messages took its place.
        CANCELLED,
        /// The actor has stopped.
        STOPPED,
        /// There was no room for it.
        OVERLOADED,
        /// The caller may not use the service.
        REFUSED,
        /// The connection is closing, or a relay has nobody to pass it on to.
        UNREACHABLE
    }
}
