package dev.thespis.remote;

/// Something that happened to a [Topic]. Each `Subscribed` is followed by one `Unsubscribed` or `Disconnected`.
public sealed interface TopicEvent {
    /// Somebody has subscribed.
    ///
    /// @param subscription its end
    record Subscribed(Subscription subscription) implements TopicEvent {}

    /// A subscription has ended.
    ///
    /// @param subscription that has ended
    /// @param reason why
    /// @param lost how many publications waited for it and were not handed over
    record Unsubscribed(Subscription subscription, String reason, long lost) implements TopicEvent {}

    /// A subscriber was too slow and has lost publications. Comes when the first is dropped, and again with the number
    /// of the others when the subscriber takes the next one.
    ///
    /// @param subscription whose
    /// @param count how many since the last event
    record Dropped(Subscription subscription, long count) implements TopicEvent {}

    /// A subscriber was too slow, and its subscription has ended; if it is a peer, it is being closed.
    ///
    /// @param subscription that has ended
    /// @param reason what the peer is told
    /// @param lost how many publications were not handed over: those that waited, and the one that found no room
    record Disconnected(Subscription subscription, String reason, long lost) implements TopicEvent {}

    /// A publication could not be handed to one of the subscribers, who stays: it is larger than that peer accepts,
    /// can't be decoded, or what makes a message of it fails.
    ///
    /// @param subscription whose
    /// @param service namespace and name of the message
    /// @param cause why
    record Undelivered(Subscription subscription, String service, Throwable cause) implements TopicEvent {}

    /// The observer was too slow and has missed events, the oldest ones.
    ///
    /// @param count how many
    record Missed(long count) implements TopicEvent {}
}
