package dev.thespis.remote;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Message;
import dev.thespis.actor.Protocol;
import dev.thespis.actor.SendException;
import dev.thespis.actor.internal.Endpoint;
import dev.thespis.actor.internal.Envelope;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The address of an actor behind a connection: encodes messages, and waits for replies.
///
/// Equal to another one if both lead through the same connection to the same namespace.
final class RemoteAddress<P> extends Endpoint<P> implements Forwarder.Callee {
    private final Connection connection;
    private final Contract contract;
    private final String namespace;
    private final Requests requests;
    private final Forwarder forwarder = new Forwarder(this);
    private final Closing closing;
    private final @Nullable Closing released;
    private Runnable release = () -> {};

    /// What the other side exposes under a namespace.
    RemoteAddress(Connection connection, Contract contract, String namespace) {
        this(connection, contract, namespace, connection.closing(), null);
    }

    /// A capability that the other side has given.
    ///
    /// @param closing tells when it is of no use any more
    RemoteAddress(Connection connection, Contract contract, String namespace, Closing closing) {
        this(connection, contract, namespace, closing, new Closing());
    }

    private RemoteAddress(
            Connection connection, Contract contract, String namespace, Closing closing, @Nullable Closing released) {
        this.connection = connection;
        this.contract = contract;
        this.namespace = namespace;
        this.requests = new Requests(connection);
        this.closing = closing;
        this.released = released;
    }

    /// A capability that leads nowhere any more.
    static RemoteAddress<?> closed(Connection connection, Contract contract, String namespace) {
        var closing = new Closing();
        closing.close();
        return new RemoteAddress<>(connection, contract, namespace, closing);
    }

    /// Whether it is a capability that came over this connection.
    boolean isHeldOn(Connection other) {
        return released != null && connection.equals(other);
    }

    String namespace() {
        return namespace;
    }

    Connection connection() {
        return connection;
    }

    /// Whether it is a capability that was given as an address of exactly this protocol, and can be used.
    boolean isCapabilityOf(Class<?> protocol) {
        return released != null && !isOver() && contract.isOf(protocol);
    }

    /// What may be sent to it, as far as a protocol has it.
    List<OfferedService> offers(Class<?> protocol) {
        if (contract.isOf(protocol)) return contract.offers();
        var narrowed = Protocol.of(protocol);
        return contract.entries().stream()
                .filter(entry -> narrowed.index(entry.type()) >= 0)
                .map(Contract.Entry::offer)
                .toList();
    }

    /// What is to be done when it is released. Called once, before it is known to anybody.
    void releasedBy(Runnable action) {
        release = action;
    }

    /// Uses it no more.
    void release() {
        if (released == null) return;
        released.close();
        release.run();
    }

    boolean isReleased() {
        return released != null && released.isClosed();
    }

    /// Whether it is a capability of which no use can be made any more.
    boolean isOver() {
        return released != null && (released.isClosed() || closing.isClosed());
    }

    /// Whether it is not known yet whether the other side knows addresses, and there are some in the message.
    private boolean isToBeGreeted(Contract.Entry entry) {
        return entry.hasAddresses()
                && connection.control().isUnknown()
                && !connection.reader().isCurrent();
    }

    /// Waits for that.
    ///
    /// @return what is left of the deadline
    private Duration greeted(Contract.Entry entry, Duration deadline) throws InterruptedException {
        if (!isToBeGreeted(entry)) return deadline;
        Requests.checkDeadline(deadline);
        var began = System.nanoTime();
        connection.control().awaitGreeting(TimeUnit.NANOSECONDS.convert(deadline));
        return deadline.minusNanos(System.nanoTime() - began);
    }

    private void greeted(Contract.Entry entry) throws InterruptedException {
        if (isToBeGreeted(entry)) connection.control().awaitGreeting();
    }

    /// Why nothing can be sent to it any more: that it came to an end, if the connection has not.
    private @Nullable CallFailure over() {
        if (!isOver()) return null;
        var lost = isReleased() ? null : connection.outbox().refusal();
        return lost == null ? new CallFailure.ActorStopped(name(), Handled.NO) : lost;
    }

    /// Why no call can be made.
    ///
    /// @param left of the deadline
    private @Nullable CallFailure over(Duration deadline, Duration left) {
        return left.isPositive() || left.equals(deadline) ? over() : new CallFailure.Timeout(deadline, Handled.NO);
    }

    @Override
    public void whenClosed(Runnable action) {
        closing.add(action);
        if (released != null) released.add(action);
    }

    @Override
    public void noLongerWhenClosed(Runnable action) {
        closing.remove(action);
        if (released != null) released.remove(action);
    }

    @Override
    public <R> R call(Message<? super P, R> message) throws InterruptedException {
        return call(message, connection.limits().callDeadline());
    }

    // While a request waits, perhaps for credit, the address is in use: if it were collected, its release would come
    // first, and the request would be for nobody.

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the reply's codec decodes an R; a Void is null
    public <R> R call(Message<? super P, R> message, Duration deadline) throws InterruptedException {
        try {
            var entry = contract.entry(message);
            var left = greeted(entry, deadline);
            var over = over(deadline, left);
            if (over != null) throw new CallException(over, null);
            return (R)
                    requests.call(entry.id().value(), entry.service(), entry.request(), entry.reply(), message, left);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public <R> CompletableFuture<R> callAsync(Message<? super P, R> message) throws InterruptedException {
        return callAsync(message, connection.limits().callDeadline());
    }

    @SuppressWarnings("unchecked") // the reply's codec decodes an R
    <R> CompletableFuture<R> callAsync(Message<? super P, R> message, Duration deadline) throws InterruptedException {
        try {
            var entry = contract.entry(message);
            var left = greeted(entry, deadline);
            var over = over(deadline, left);
            if (over != null) return CompletableFuture.failedFuture(new CallException(over, null));
            return (CompletableFuture<R>) requests.callAsync(
                    entry.id().value(), entry.service(), entry.request(), entry.reply(), message, left);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // deliver has checked that the message is in the protocol
    public CompletableFuture<?> callUntyped(Message<?, ?> message) throws InterruptedException {
        return callAsync((Message<P, Object>) message);
    }

    @Override
    public CompletableFuture<?> passOn(Message<?, ?> message, Duration deadline, @Nullable TraceContext trace)
            throws InterruptedException {
        try {
            var entry = contract.entry(message);
            var left = greeted(entry, deadline);
            var over = over(deadline, left);
            if (over != null) return CompletableFuture.failedFuture(new CallException(over, null));
            return requests.forward(
                    entry.id().value(), entry.service(), entry.request(), entry.reply(), message, left, trace);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void send(Message<? super P, ?> message) throws InterruptedException {
        try {
            var entry = contract.entry(message);
            greeted(entry);
            var over = over();
            if (over != null) throw new SendException(over);
            requests.send(entry.id().value(), entry.service(), entry.request(), message);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void passOn(Message<?, ?> message, int hops, @Nullable TraceContext trace) throws InterruptedException {
        try {
            var entry = contract.entry(message);
            greeted(entry);
            var over = over();
            if (over != null) throw new SendException(over);
            var codec = new Hopping<>(hops, trace, entry.request(), connection.outbox());
            requests.forward(entry.id().value(), codec, message);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public boolean trySend(Message<? super P, ?> message) {
        try {
            var entry = contract.entry(message);
            var over = over();
            if (over != null) throw new SendException(over);
            if (isToBeGreeted(entry)) return false;
            return requests.trySend(entry.id().value(), entry.service(), entry.request(), message);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public long id() {
        return connection.id() << 32 ^ Integer.toUnsignedLong(namespace.hashCode()) ^ Long.MIN_VALUE;
    }

    @Override
    public String name() {
        return contract.readable() + "@" + connection.name();
    }

    @Override
    public void deliver(Envelope envelope) {
        contract.entry(envelope.message());
        forwarder.add(envelope);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RemoteAddress<?> that
                && that.connection == connection
                && that.namespace.equals(namespace);
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
