package dev.thespis.remote;

import dev.thespis.actor.Message;

/// How a peer asks, over the wire, for what is published to a [Topic].
///
/// Its services are in a namespace of their own, so that they don't clash with the topic's messages: that of the topic
/// with `_topic` behind it, such as `news_topic::Subscribe`. Both messages may be repeated, and do then nothing more.
public interface Subscriptions {
    /// The caller wants to have what is published from now on: as sends, under the topic's service ids. It is to expose
    /// those services before.
    record Subscribe() implements Message<Subscriptions, Void> {}

    /// The caller wants no more. After the answer nothing comes.
    record Unsubscribe() implements Message<Subscriptions, Void> {}
}
