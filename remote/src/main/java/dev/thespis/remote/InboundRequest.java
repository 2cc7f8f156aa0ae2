package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Message;
import dev.thespis.actor.internal.Envelope;
import org.jspecify.annotations.Nullable;

/// A request that came over a connection, on its way through an actor's mailbox.
final class InboundRequest extends Envelope {
    final Contract.Entry entry;
    final long cid;
    final long bytes;
    private final Connection connection;
    private volatile boolean abandoned;

    InboundRequest(Connection connection, Contract.Entry entry, Message<?, ?> message, long cid, long bytes) {
        super(message);
        this.connection = connection;
        this.entry = entry;
        this.cid = cid;
        this.bytes = bytes;
    }

    @Override
    public void succeeded(@Nullable Object reply) {
        if (cid != 0 && !abandoned) connection.replies().result(this, reply);
        connection.intake().leave(this);
    }

    @Override
    public void failed(CallFailure failure, @Nullable Throwable cause) {
        if (!abandoned) connection.replies().failure(this, failure, cause);
        connection.intake().leave(this);
    }

    /// Nobody waits for the outcome any more.
    void abandon() {
        abandoned = true;
        cancel();
    }
}
