package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Message;
import dev.thespis.actor.internal.Envelope;
import dev.thespis.remote.control.Metadata;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// A request that came over a connection, on its way through an actor's mailbox.
final class InboundRequest extends Envelope {
    final Contract.Entry entry;
    final long cid;
    final long bytes;

    /// The window that it has taken a message of, if they are counted.
    final ReceiveWindows.@Nullable Inflow inflow;

    /// Whether it holds a permit. Guarded by the intake's lock.
    boolean permitted;

    /// Whether it waits for one, or behind one that does. Guarded by the intake's lock.
    boolean parked;

    private final Connection connection;
    private final LocalService service;
    private final long remainingMicros;
    private final long arrivedNanos;
    private volatile boolean givenUp;
    private volatile boolean abandoned;

    /// @param remainingMicros until the caller gives up, counted from the arrival; or [Metadata#NONE]
    InboundRequest(
            Connection connection,
            LocalService service,
            Message<?, ?> message,
            long cid,
            long bytes,
            ReceiveWindows.@Nullable Inflow inflow,
            long remainingMicros,
            long arrivedNanos) {
        super(message);
        this.connection = connection;
        this.entry = service.entry();
        this.service = service;
        this.cid = cid;
        this.bytes = bytes;
        this.inflow = inflow;
        this.remainingMicros = remainingMicros;
        this.arrivedNanos = arrivedNanos;
    }

    boolean isCall() {
        return cid != 0;
    }

    /// Whether it may go to its actor only with a permit.
    boolean needsPermit() {
        return isCall() && inflow == null && service.pressure() == Services.Pressure.PERMITS;
    }

    /// Hands it to its actor.
    void deliver() {
        service.target().deliver(this);
    }

    @Override
    protected @Nullable CallFailure refusal() {
        if (givenUp) return new CallFailure.Cancelled(Handled.NO);
        if (!isCall()) return connection.dropsSends() ? new CallFailure.Cancelled(Handled.NO) : null;
        if (remainingMicros == Metadata.NONE) return null;
        var waitedMicros = (System.nanoTime() - arrivedNanos) / 1_000;
        if (waitedMicros < remainingMicros) return null;
        return new CallFailure.Timeout(Duration.of(remainingMicros, ChronoUnit.MICROS), Handled.NO);
    }

    @Override
    public void succeeded(@Nullable Object reply) {
        if (isCall() && !abandoned) connection.replies().result(this, reply);
        connection.intake().leave(this);
    }

    @Override
    public void failed(CallFailure failure, @Nullable Throwable cause) {
        if (!abandoned) connection.replies().failure(this, failure, cause);
        connection.intake().leave(this);
    }

    /// The caller is gone. If the handler runs, it is interrupted; if not, none will.
    ///
    /// One that waits for its actor is answered only when the actor gets to it, and counts until then: so long it is in
    /// the mailbox. Else who calls and cancels again and again could fill the mailbox of a busy actor without end.
    void giveUp() {
        givenUp = true;
        interrupt();
    }

    /// The connection is ending: there is nobody to tell the outcome to.
    void abandon() {
        abandoned = true;
        giveUp();
    }

    /// The same, for one that its actor has not got.
    void abandonParked() {
        abandoned = true;
        cancel();
    }
}
