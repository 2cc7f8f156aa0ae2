package dev.thespis.remote;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.SendException;
import java.util.concurrent.atomic.AtomicBoolean;

/// A subscription to a topic of the other side: the services that take what is published, exposed for as long.
final class Membership implements Subscription {
    private final Peer peer;
    private final Services services;
    private final Address<Subscriptions> desk;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Membership(Peer peer, Services services, Address<Subscriptions> desk) {
        this.peer = peer;
        this.services = services;
        this.desk = desk;
    }

    /// Exposes the services and subscribes; if that fails, nothing remains exposed, and nothing is to come.
    static Membership begin(Peer peer, Services services, String namespace) throws InterruptedException {
        var desk = peer.address(Subscriptions.class, Topic.subscriptionsOf(namespace));
        peer.expose(services);
        var membership = new Membership(peer, services, desk);
        try {
            desk.call(new Subscriptions.Subscribe());
            return membership;
        } catch (CallException e) {
            if (e.failure().handled() == CallFailure.Handled.MAYBE) membership.giveUp();
            membership.leave();
            throw e;
        } catch (InterruptedException e) {
            membership.giveUp();
            membership.leave();
            throw e;
        }
    }

    /// It is not known whether it is subscribed: if so, it does not want to be.
    private void giveUp() {
        try {
            var unused = desk.trySend(new Subscriptions.Unsubscribe());
        } catch (SendException e) {
            // The connection is gone, and the subscription with it.
        }
    }

    @Override
    public String name() {
        return peer.name();
    }

    @Override
    public boolean isOpen() {
        return !closed.get() && peer.isOpen();
    }

    @Override
    public void close() {
        if (closed.get()) return;
        try {
            desk.call(new Subscriptions.Unsubscribe());
        } catch (CallException e) {
            // The connection is gone, and the subscription with it; or what still comes is for nobody.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leave();
    }

    private void leave() {
        if (closed.compareAndSet(false, true)) peer.withdraw(services);
    }

    @Override
    public String toString() {
        return "Subscription[" + name() + "]";
    }
}
