package dev.thespis.remote;

import dev.thespis.actor.Message;
import dev.thespis.actor.internal.Endpoint;
import dev.thespis.actor.internal.Envelope;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The address of an actor behind a connection: encodes messages, and waits for replies.
///
/// Equal to another one if both lead through the same connection to the same namespace.
final class RemoteAddress<P> extends Endpoint<P> {
    private final Connection connection;
    private final Contract contract;
    private final String namespace;
    private final Requests requests;
    private final Forwarder forwarder = new Forwarder(this);

    RemoteAddress(Connection connection, Contract contract, String namespace) {
        this.connection = connection;
        this.contract = contract;
        this.namespace = namespace;
        this.requests = new Requests(connection);
    }

    @Override
    public <R> R call(Message<? super P, R> message) throws InterruptedException {
        return call(message, connection.limits().callDeadline());
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the reply's codec decodes an R; a Void is null
    public <R> R call(Message<? super P, R> message, Duration deadline) throws InterruptedException {
        var entry = contract.entry(message);
        return (R)
                requests.call(entry.id().value(), entry.service(), entry.request(), entry.reply(), message, deadline);
    }

    @Override
    public <R> CompletableFuture<R> callAsync(Message<? super P, R> message) throws InterruptedException {
        return callAsync(message, connection.limits().callDeadline());
    }

    @SuppressWarnings("unchecked") // the reply's codec decodes an R
    <R> CompletableFuture<R> callAsync(Message<? super P, R> message, Duration deadline) throws InterruptedException {
        var entry = contract.entry(message);
        return (CompletableFuture<R>) requests.callAsync(
                entry.id().value(), entry.service(), entry.request(), entry.reply(), message, deadline);
    }

    @Override
    public void send(Message<? super P, ?> message) throws InterruptedException {
        var entry = contract.entry(message);
        requests.send(entry.id().value(), entry.request(), message);
    }

    @Override
    public boolean trySend(Message<? super P, ?> message) {
        var entry = contract.entry(message);
        return requests.trySend(entry.id().value(), entry.request(), message);
    }

    @Override
    public long id() {
        return connection.id() << 32 ^ Integer.toUnsignedLong(namespace.hashCode()) ^ Long.MIN_VALUE;
    }

    @Override
    public String name() {
        return namespace + "@" + connection.name();
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
