package dev.thespis.remote;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Message;
import dev.thespis.actor.SendException;
import dev.thespis.actor.internal.Endpoint;
import dev.thespis.actor.internal.Envelope;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The address of an actor behind a link: that of an actor behind whichever connection there is.
///
/// Equal to another one if both lead through the same link to the same namespace.
final class LinkAddress<P> extends Endpoint<P> implements Forwarder.Callee {
    private final Link link;
    private final Contract contract;
    private final String namespace;
    private final Forwarder forwarder = new Forwarder(this);

    /// The address behind the connection that was used last. Who finds that it is of another one makes a new one;
    /// if two do so at once, both are as good.
    private volatile @Nullable Behind<P> behind;

    private record Behind<P>(Peer peer, RemoteAddress<P> address) {}

    LinkAddress(Link link, Contract contract, String namespace) {
        this.link = link;
        this.contract = contract;
        this.namespace = namespace;
    }

    Link link() {
        return link;
    }

    private RemoteAddress<P> through(Peer peer) {
        var known = behind;
        if (known == null || !known.peer().equals(peer)) {
            known = new Behind<>(peer, peer.address(contract, namespace));
            behind = known;
        }
        return known.address();
    }

    /// Begins an attempt, waiting for credit. The first one of a call that is made here has a span of its own; those
    /// after it run in other threads, and belong to that.
    @SuppressWarnings("unchecked") // the message has come through this address
    <R> CompletableFuture<R> begin(Message<?, R> message, Attempts attempts, Peer peer) throws InterruptedException {
        var address = through(peer);
        if (attempts.isPassedOn())
            return (CompletableFuture<R>) address.passOn(message, attempts.remaining(), attempts.trace());
        var begun = address.callAsync((Message<? super P, R>) message, attempts.remaining());
        attempts.passOn(Requests.trace(begun));
        return begun;
    }

    @Override
    public <R> R call(Message<? super P, R> message) throws InterruptedException {
        return call(message, link.options().peers().limits().callDeadline());
    }

    @Override
    public <R> R call(Message<? super P, R> message, Duration deadline) throws InterruptedException {
        Requests.checkDeadline(deadline);
        var attempts = Attempts.ofCall(link, contract.entry(message), deadline);
        while (true) {
            var peer = awaitPeer(attempts);
            try {
                return through(peer).call(message, attempts.remaining());
            } catch (CallException e) {
                if (attempts.again(e.failure(), peer)) continue;
                throw new CallException(attempts.outcome(e.failure()), e.getCause());
            }
        }
    }

    private Peer awaitPeer(Attempts attempts) throws InterruptedException {
        while (true) {
            var failure = link.uplink().await(attempts);
            if (failure == null && attempts.isLate()) failure = attempts.late();
            if (failure != null) throw new CallException(attempts.outcome(failure), null);
            var peer = link.uplink().peer();
            if (peer != null) return peer; // else it was lost in between
        }
    }

    @Override
    public <R> CompletableFuture<R> callAsync(Message<? super P, R> message) throws InterruptedException {
        return callAsync(message, link.options().peers().limits().callDeadline());
    }

    private <R> CompletableFuture<R> callAsync(Message<? super P, R> message, Duration deadline)
            throws InterruptedException {
        Requests.checkDeadline(deadline);
        return start(message, Attempts.ofCall(link, contract.entry(message), deadline));
    }

    private <R> CompletableFuture<R> start(Message<?, R> message, Attempts attempts) throws InterruptedException {
        while (true) {
            Peer peer;
            try {
                peer = awaitPeer(attempts);
            } catch (CallException e) {
                return CompletableFuture.failedFuture(e);
            }
            var begun = begin(message, attempts, peer);
            if (isRefused(begun) && attempts.again(failure(begun), peer)) continue;
            return new LinkCall<>(this, message, attempts).follow(begun, peer);
        }
    }

    /// Whether the connection has not accepted it.
    private static boolean isRefused(CompletableFuture<?> begun) {
        return begun.isCompletedExceptionally()
                && begun.exceptionNow() instanceof CallException e
                && e.failure() instanceof CallFailure.ConnectionLost lost
                && lost.handled() == CallFailure.Handled.NO;
    }

    private static CallFailure failure(CompletableFuture<?> failed) {
        return ((CallException) failed.exceptionNow()).failure();
    }

    @Override
    @SuppressWarnings("unchecked") // deliver has checked that the message is in the protocol
    public CompletableFuture<?> callUntyped(Message<?, ?> message) throws InterruptedException {
        return callAsync((Message<P, Object>) message);
    }

    @Override
    public CompletableFuture<?> passOn(Message<?, ?> message, Duration deadline, @Nullable TraceContext trace)
            throws InterruptedException {
        var attempts = Attempts.ofCall(link, contract.entry(message), deadline);
        attempts.passOn(trace);
        return start(message, attempts);
    }

    @Override
    public void send(Message<? super P, ?> message) throws InterruptedException {
        send(message, address -> address.send(message));
    }

    @Override
    public void passOn(Message<?, ?> message, int hops, @Nullable TraceContext trace) throws InterruptedException {
        send(message, address -> address.passOn(message, hops, trace));
    }

    private interface Sending<P> {
        void through(RemoteAddress<P> address) throws InterruptedException;
    }

    private void send(Message<?, ?> message, Sending<P> sending) throws InterruptedException {
        var attempts = Attempts.ofSend(link, contract.entry(message));
        while (true) {
            var failure = link.uplink().await(attempts);
            if (failure != null) throw new SendException(failure);
            var peer = link.uplink().peer();
            if (peer == null) continue; // it was lost in between
            try {
                sending.through(through(peer));
                return;
            } catch (SendException e) {
                if (!attempts.again(e.failure(), peer)) throw e;
            }
        }
    }

    @Override
    public boolean trySend(Message<? super P, ?> message) {
        var attempts = Attempts.ofSend(link, contract.entry(message));
        while (true) {
            var peer = link.uplink().peer();
            if (peer == null && link.uplink().isClosed()) throw new SendException(link.notConnected());
            if (peer == null) return false;
            try {
                return through(peer).trySend(message);
            } catch (SendException e) {
                if (!attempts.isLost(e.failure(), peer)) throw e;
            }
        }
    }

    @Override
    public void whenClosed(Runnable action) {
        link.closing().add(action);
    }

    @Override
    public void noLongerWhenClosed(Runnable action) {
        link.closing().remove(action);
    }

    @Override
    public long id() {
        return link.id() << 32 ^ Integer.toUnsignedLong(namespace.hashCode()) ^ Long.MIN_VALUE;
    }

    @Override
    public String name() {
        return namespace + "@" + link.name();
    }

    @Override
    public void deliver(Envelope envelope) {
        contract.entry(envelope.message());
        forwarder.add(envelope);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LinkAddress<?> that && that.link.equals(link) && that.namespace.equals(namespace);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id());
    }

    @Override
    public String toString() {
        return name();
    }
}
