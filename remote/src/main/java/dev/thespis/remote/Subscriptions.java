package dev.thespis.remote;

import dev.thespis.actor.Message;

/// How a peer asks, over the wire, for what is published to a [Topic].
///
/// Its services are in a namespace of their own, so that they don't clash with the topic's messages: that of the topic
/// with `_topic` behind it, such as `news_topic::Subscribe`. All messages may be repeated, and do then nothing more.
public interface Subscriptions {
    /// The caller wants to have what is published from now on: as sends, under the topic's service ids. It is to expose
    /// those services before; if it withdraws all of them, it is taken for unsubscribed.
    record Subscribe() implements Message<Subscriptions, Void> {}

    /// The caller wants no more. After the answer nothing comes.
    record Unsubscribe() implements Message<Subscriptions, Void> {}

    /// Exposed to each peer that has subscribed by itself, for as long as it is subscribed: when it is withdrawn, the
    /// subscription has ended, for whatever reason. A call does nothing.
    record Subscribed() implements Message<Subscriptions, Void> {}
}
