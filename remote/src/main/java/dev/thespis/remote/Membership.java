package dev.thespis.remote;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.SendException;
import dev.thespis.actor.internal.Endpoint;
import dev.thespis.remote.Subscriptions.Subscribe;
import dev.thespis.remote.Subscriptions.Subscribed;
import dev.thespis.remote.Subscriptions.Unsubscribe;
import dev.thespis.wire.ServiceId;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// A subscription to a topic of the other side: the services that take what is published, exposed for as long.
///
/// Each side can end it without an answer of the other one: this one by withdrawing the services, the other one by
/// withdrawing what has shown that it is subscribed.
final class Membership implements Subscription, Follower {
    private final Peer peer;
    private final Services services;
    private final Address<Subscriptions> desk;
    private final Endpoint<?> address;
    private final long shownSid;
    private final Runnable onStopped = this::stopped;
    private final Runnable onEnded = this::leave;
    private final AtomicBoolean closed = new AtomicBoolean();

    // What the other side has shown, guarded by the monitor:

    private boolean answered;
    private boolean wasShown;

    private Membership(Peer peer, Services services, Endpoint<?> address, String namespace) {
        var desk = Topic.subscriptionsOf(namespace);
        this.peer = peer;
        this.services = services;
        this.address = address;
        this.desk = peer.address(Subscriptions.class, desk);
        this.shownSid = ServiceId.of(desk, Subscribed.class.getSimpleName()).value();
    }

    /// Exposes the services and subscribes; if that fails, nothing remains exposed, and nothing is to come.
    ///
    /// @param address where the services lead
    static Membership begin(Peer peer, Services services, Endpoint<?> address, String namespace)
            throws InterruptedException {
        var membership = new Membership(peer, services, address, namespace);
        peer.expose(services);
        membership.subscribe();
        return membership;
    }

    private void subscribe() throws InterruptedException {
        peer.connection().follow(this);
        peer.whenEnded(onEnded);
        try {
            desk.call(new Subscribe());
        } catch (CallException e) {
            if (e.failure().handled() == CallFailure.Handled.MAYBE) giveUp();
            leave();
            throw e;
        } catch (InterruptedException e) {
            giveUp();
            leave();
            throw e;
        }
        synchronized (this) {
            answered = true;
        }
        offersChanged();
        address.whenClosed(onStopped);
        if (closed.get()) address.noLongerWhenClosed(onStopped); // it may have been too early for that
    }

    /// It is not known whether it is subscribed: if so, it does not want to be. What it has asked for may be handled
    /// after the services are withdrawn, so that does not suffice.
    private void giveUp() {
        try {
            if (desk.trySend(new Unsubscribe())) return;
        } catch (SendException e) {
            return; // the connection is gone, and the subscription with it
        }
        Thread.ofVirtual().name("thespis-topic-leaving").start(() -> {
            try {
                desk.send(new Unsubscribe());
            } catch (SendException | InterruptedException e) {
                // as above; and nobody interrupts this thread
            }
        });
    }

    @Override
    public void offersChanged() {
        boolean over;
        synchronized (this) {
            var shown = peer.connection().control().offers().isOffered(shownSid);
            wasShown |= shown;
            over = answered && wasShown && !shown;
        }
        if (over) leave();
    }

    @Override
    public void refused() {} // it ends with the peer

    /// Who tells that the actor has stopped must not wait.
    private void stopped() {
        Thread.ofVirtual().name("thespis-topic-leaving").start(this::close);
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
            desk.call(new Unsubscribe());
        } catch (CallException e) {
            // The connection is gone, and the subscription with it; or the other side learns of it by what follows.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leave();
    }

    private void leave() {
        if (!closed.compareAndSet(false, true)) return;
        peer.connection().unfollow(this);
        peer.connection().ending().forget(onEnded);
        address.noLongerWhenClosed(onStopped);
        var connection = peer.connection();
        connection.whileExposed(
                all -> { // but for those that were withdrawn already
                    var left =
                            services.services().stream().filter(all::contains).toList();
                    if (!left.isEmpty()) connection.change(left, List.of());
                });
    }

    @Override
    public String toString() {
        return "Subscription[" + name() + "]";
    }
}
