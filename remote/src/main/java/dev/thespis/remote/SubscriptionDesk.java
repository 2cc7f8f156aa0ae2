package dev.thespis.remote;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;

/// Subscribes the peers that ask for it.
///
/// @param topic to what
/// @param options how slow they may be
record SubscriptionDesk(Topic topic, SubscriberOptions options) implements Actor<Subscriptions> {
    @Override
    public Handlers<Subscriptions> handlers() {
        return Handlers.of(Subscriptions.class)
                .run(Subscriptions.Subscribe.class, ask -> topic.admit(caller(), options))
                .run(Subscriptions.Unsubscribe.class, ask -> topic.dismiss(caller()));
    }

    private static Peer caller() {
        return Caller.current().peer();
    }
}
