package dev.thespis.remote;

/// That somebody gets what is published to a [Topic], for as long as this is open.
///
/// It also ends by itself: with the connection, with the actor, or when a subscriber that may not be slow is.
///
/// *Threading.* Safe for use by any number of threads.
public sealed interface Subscription extends AutoCloseable permits Subscriber, Membership {
    /// Who subscribes, for people to read.
    ///
    /// @return the name of the peer or of the actor
    String name();

    /// Whether it has not ended.
    ///
    /// @return false as soon as it begins to end; on the subscriber's side, as soon as it is known there
    boolean isOpen();

    /// Ends it. What waits for the subscriber is dropped; when this returns, nothing more comes. Waits for what is just
    /// being handed over, and on the subscriber's side for the answer of the other side.
    @Override
    void close();
}
