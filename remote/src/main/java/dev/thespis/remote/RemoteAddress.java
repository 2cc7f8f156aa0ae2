package dev.thespis.remote;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Message;
import dev.thespis.actor.SendException;
import dev.thespis.actor.internal.Endpoint;
import dev.thespis.actor.internal.Envelope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

    /// What the other side has offered for it.
    List<OfferedService> offers() {
        return contract.entries().stream()
                .map(entry -> new OfferedService(entry.namespace(), entry.name(), entry.id(), entry.shape()))
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

    /// The service of a message, if it can be sent.
    private Contract.Entry entry(Message<?, ?> message) throws InterruptedException {
        var entry = contract.entry(message);
        if (entry.hasAddresses()) connection.control().awaitGreeting();
        return entry;
    }

    /// Why nothing can be sent to it any more.
    private @Nullable CallFailure over() {
        return isOver() ? new CallFailure.ActorStopped(name(), Handled.NO) : null;
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

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the reply's codec decodes an R; a Void is null
    public <R> R call(Message<? super P, R> message, Duration deadline) throws InterruptedException {
        var entry = entry(message);
        var over = over();
        if (over != null) throw new CallException(over, null);
        return (R)
                requests.call(entry.id().value(), entry.service(), entry.request(), entry.reply(), message, deadline);
    }

    @Override
    public <R> CompletableFuture<R> callAsync(Message<? super P, R> message) throws InterruptedException {
        return callAsync(message, connection.limits().callDeadline());
    }

    @SuppressWarnings("unchecked") // the reply's codec decodes an R
    <R> CompletableFuture<R> callAsync(Message<? super P, R> message, Duration deadline) throws InterruptedException {
        var entry = entry(message);
        var over = over();
        if (over != null) return CompletableFuture.failedFuture(new CallException(over, null));
        return (CompletableFuture<R>) requests.callAsync(
                entry.id().value(), entry.service(), entry.request(), entry.reply(), message, deadline);
    }

    @Override
    @SuppressWarnings("unchecked") // deliver has checked that the message is in the protocol
    public CompletableFuture<?> callUntyped(Message<?, ?> message) throws InterruptedException {
        return callAsync((Message<P, Object>) message);
    }

    @Override
    public CompletableFuture<?> passOn(Message<?, ?> message, Duration deadline, @Nullable TraceContext trace)
            throws InterruptedException {
        var entry = entry(message);
        var over = over();
        if (over != null) return CompletableFuture.failedFuture(new CallException(over, null));
        return requests.forward(
                entry.id().value(), entry.service(), entry.request(), entry.reply(), message, deadline, trace);
    }

    @Override
    public void send(Message<? super P, ?> message) throws InterruptedException {
        var entry = entry(message);
        var over = over();
        if (over != null) throw new SendException(over);
        requests.send(entry.id().value(), entry.service(), entry.request(), message);
    }

    @Override
    public void passOn(Message<?, ?> message, int hops, @Nullable TraceContext trace) throws InterruptedException {
        var entry = entry(message);
        var over = over();
        if (over != null) throw new SendException(over);
        var codec = new Hopping<>(hops, trace, entry.request(), connection.outbox());
        requests.forward(entry.id().value(), codec, message);
    }

    @Override
    public boolean trySend(Message<? super P, ?> message) {
        var entry = contract.entry(message);
        var over = over();
        if (over != null) throw new SendException(over);
        return requests.trySend(entry.id().value(), entry.service(), entry.request(), message);
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
