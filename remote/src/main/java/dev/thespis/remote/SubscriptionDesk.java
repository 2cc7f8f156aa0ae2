package dev.thespis.remote;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.remote.Subscriptions.Subscribe;
import dev.thespis.remote.Subscriptions.Subscribed;
import dev.thespis.remote.Subscriptions.Unsubscribe;
import java.util.concurrent.CompletableFuture;

/// Subscribes the peers that ask for it.
final class SubscriptionDesk implements Actor<Subscriptions> {
    private final Topic topic;
    private final SubscriberOptions options;
    private final CompletableFuture<Services> shown = new CompletableFuture<>();

    /// @param topic to what
    /// @param options how slow they may be
    SubscriptionDesk(Topic topic, SubscriberOptions options) {
        this.topic = topic;
        this.options = options;
    }

    @Override
    public Handlers<Subscriptions> handlers() {
        return Handlers.of(Subscriptions.class)
                .run(Subscribe.class, ask -> topic.admit(caller(), options, shown.join()))
                .run(Unsubscribe.class, ask -> topic.dismiss(caller()))
                .run(Subscribed.class, ask -> {});
    }

    private static Peer caller() {
        return Caller.current().peer();
    }

    /// What is exposed of it to all. Called once, before any of it is.
    ///
    /// @param self the actor's address
    Services services(Address<Subscriptions> self) {
        var all = Services.in(Topic.subscriptionsOf(topic.name()))
                .add(Subscriptions.class, self)
                .build();
        shown.complete(all.only(Subscribed.class));
        return all.without(Subscribed.class);
    }
}
