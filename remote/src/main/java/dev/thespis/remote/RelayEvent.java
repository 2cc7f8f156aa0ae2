package dev.thespis.remote;

/// Something that happened to a relay.
public sealed interface RelayEvent {
    /// The relay was given a target.
    ///
    /// @param target from now on
    record TargetAdded(Peer target) implements RelayEvent {}

    /// A target was taken away.
    ///
    /// @param target no longer
    record TargetRemoved(Peer target) implements RelayEvent {}

    /// The connection of a target is ending, or its other side has said goodbye.
    ///
    /// @param target no longer
    record TargetGone(Peer target) implements RelayEvent {}

    /// Services are not passed on for one of the peers that the relay is exposed on, since that would then expose more
    /// than a peer may.
    ///
    /// @param peer the name of that one
    /// @param services how many
    record LeftOut(String peer, int services) implements RelayEvent {}

    /// A target offers a service with other types than another one, which had it first: what is made for one of them
    /// may
    /// not be understood by the other. Once for each difference.
    ///
    /// @param service as it is passed on, with the types of the first target
    /// @param target with other types
    record ShapesDiffer(OfferedService service, Peer target) implements RelayEvent {}

    /// The observer was too slow and has missed events, the oldest ones.
    ///
    /// @param count how many
    record Missed(long count) implements RelayEvent {}
}
