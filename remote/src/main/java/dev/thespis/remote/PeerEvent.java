package dev.thespis.remote;

import dev.thespis.wire.ServiceId;
import java.util.List;

/// Something that happened to a peer. `docs/semantics.md` says which events come when.
public sealed interface PeerEvent {
    /// The first frame of the other side has arrived.
    ///
    /// @param remote who it is
    record Opened(RemoteInfo remote) implements PeerEvent {}

    /// The other side has been connected to this server before: it says the same incarnation, and has the same
    /// principal. Only a server's peers have this event; what is left of that connection is in [Peer#earlier()].
    ///
    /// @param connection which one of its connections this is, 2 or more, as far as the server remembers
    record Returned(int connection) implements PeerEvent {}

    /// The other side exposes services. Comes once after its hello, and again when it exposes more.
    ///
    /// @param services what is new
    record Offered(List<OfferedService> services) implements PeerEvent {}

    /// The other side does not expose services any more.
    ///
    /// @param services those that it had offered
    record Withdrawn(List<OfferedService> services) implements PeerEvent {}

    /// The other side exposes a service with other types than those that this side uses it with: calls may fail with
    /// `Undecodable`. Comes before the first of them can, also for an address in a message.
    ///
    /// @param service what it offers; that of an address in a message has the protocol's name for its namespace, which
    /// is nobody else's business
    /// @param shape fingerprint of the types on this side
    record ShapeDiffers(OfferedService service, long shape) implements PeerEvent {}

    /// Something went wrong on this side.
    ///
    /// @param error what
    record Failed(PeerError error) implements PeerEvent {}

    /// The other side tells of an error that belongs to no call that waits here.
    ///
    /// @param error what it says
    record RemoteError(ConnectionError error) implements PeerEvent {}

    /// A target of a relay that is exposed on this peer has gone: calls that it had got have failed.
    ///
    /// @param target the name of its peer
    record TargetGone(String target) implements PeerEvent {}

    /// Requests of ours to a service have to wait, since the other side has as many unfinished ones as it allows.
    ///
    /// @param service its id
    record CreditExhausted(ServiceId service) implements PeerEvent {}

    /// No request of ours to a service waits for credit any more.
    ///
    /// @param service its id
    record CreditRestored(ServiceId service) implements PeerEvent {}

    /// The other side is about to close: it takes no new requests.
    ///
    /// @param reason in its words
    record Leaving(String reason) implements PeerEvent {}

    /// The other side has shut down its output or gone.
    record ClosedByRemote() implements PeerEvent {}

    /// The connection has ended. Always the last event.
    ///
    /// @param reason why
    record Closed(String reason) implements PeerEvent {}

    /// The observer was too slow and has missed events, the oldest ones.
    ///
    /// @param count how many
    record Missed(long count) implements PeerEvent {}
}
