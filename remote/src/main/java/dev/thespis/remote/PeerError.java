package dev.thespis.remote;

import java.io.IOException;
import java.time.Duration;

/// What went wrong on this side of a connection, as an event. A call is 0 where the message was a send.
public sealed interface PeerError {
    /// A request could not be decoded. The caller of a call has been told; the connection goes on.
    ///
    /// @param service namespace and name
    /// @param call the caller's connection id, or 0
    /// @param detail what is wrong, and where
    record UndecodableRequest(String service, long call, String detail) implements PeerError {}

    /// A request for a service that is not exposed. The caller of a call has been told; the connection goes on.
    ///
    /// @param service its id
    /// @param call the caller's connection id, or 0
    record UnknownService(dev.thespis.wire.ServiceId service, long call) implements PeerError {}

    /// A handler threw an exception. The caller of a call has been told that something failed, no more.
    ///
    /// @param service namespace and name
    /// @param call the caller's connection id, or 0
    /// @param cause what it threw
    record HandlerFailed(String service, long call, Throwable cause) implements PeerError {}

    /// A request was refused: by a gate, or by a relay that it has come through too often. The caller of a call has
    /// been told.
    ///
    /// @param service namespace and name
    /// @param call the caller's connection id, or 0
    /// @param reason as the caller is told it; blank if its gate has failed
    record Refused(String service, long call, String reason) implements PeerError {}

    /// A gate threw an exception, and so refuses the message; that is an event of its own.
    ///
    /// @param service namespace and name
    /// @param call the caller's connection id, or 0
    /// @param cause what it threw
    record GateFailed(String service, long call, Throwable cause) implements PeerError {}

    /// The [Tracing] threw an exception. The message that it was asked for has gone its way without it.
    ///
    /// @param service namespace and name
    /// @param cause what it threw
    record TracingFailed(String service, Throwable cause) implements PeerError {}

    /// A relay's choice of a target threw an exception, or chose none of them.
    ///
    /// @param service namespace and name, or its id
    /// @param call the caller's connection id, or 0
    /// @param cause what it threw
    record ChoiceFailed(String service, long call, Throwable cause) implements PeerError {}

    /// A request was not handled, or not to its end, for another reason than an exception: the actor has stopped, say.
    ///
    /// @param service namespace and name
    /// @param call the caller's connection id, or 0
    /// @param reason why
    record NotHandled(String service, long call, String reason) implements PeerError {}

    /// A reply has no encoding or is too large. The caller has been told that something failed.
    ///
    /// @param service namespace and name
    /// @param call the caller's connection id
    /// @param detail what is wrong
    record ReplyFailed(String service, long call, String detail) implements PeerError {}

    /// A frame over the limit has been skipped. The caller of a call has been told; the connection goes on.
    ///
    /// @param service its id
    /// @param call the caller's connection id, or 0
    /// @param sizeBytes of the whole frame
    /// @param limitBytes what is accepted
    record FrameTooLarge(dev.thespis.wire.ServiceId service, long call, long sizeBytes, long limitBytes)
            implements PeerError {}

    /// A reply or an error frame could not be decoded. The call that it belongs to has failed; the connection goes on.
    ///
    /// @param call our connection id, or 0
    /// @param detail what is wrong, and where
    record UndecodableReply(long call, String detail) implements PeerError {}

    /// A reply or an error came for a call that does not wait: it has timed out, was cancelled, or never was.
    ///
    /// @param call the connection id that it names
    record UnexpectedReply(long call) implements PeerError {}

    /// A call of ours has got no reply in time.
    ///
    /// @param service namespace and name
    /// @param call our connection id
    /// @param deadline how long it was to wait at most
    record CallTimedOut(String service, long call, Duration deadline) implements PeerError {}

    /// The stream can't be read as frames any further. The connection is closed.
    ///
    /// @param detail what is wrong
    record CorruptStream(String detail) implements PeerError {}

    /// The other side broke the rules of the control services. The connection is closed.
    ///
    /// @param detail which rule
    record ProtocolViolation(String detail) implements PeerError {}

    /// Reading or writing failed. The connection is closed.
    ///
    /// @param cause what the transport said; or the cause of that is the error that a thread which reads can't go on
    /// after: there is no memory, say, or the constructor of a message threw an `Error`
    record TransportFailed(IOException cause) implements PeerError {}

    /// The other side connected and said nothing, or has not completed its first frame. The connection is closed.
    ///
    /// @param limit how long it was given
    /// @param begun whether something of its first frame has come
    record FirstFrameTimeout(Duration limit, boolean begun) implements PeerError {}

    /// The other side began a frame and is too slow to complete it. The connection is closed.
    ///
    /// @param limit how long any frame is given
    /// @param minimumBytesPerSecond what is asked for beyond that
    record FrameTimeout(Duration limit, long minimumBytesPerSecond) implements PeerError {}

    /// The other side takes nothing of what is written to it. The connection is closed.
    ///
    /// @param limit how long it was given
    record WriteTimeout(Duration limit) implements PeerError {}

    /// The other side does not read what it makes this side answer. The connection is closed.
    ///
    /// @param unwrittenBytes how much waits to be written
    record Unread(long unwrittenBytes) implements PeerError {}

    /// The other side did not answer a ping. The connection is closed.
    ///
    /// @param limit how long it was given
    record PingTimeout(Duration limit) implements PeerError {}
}
