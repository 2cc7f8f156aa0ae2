package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Message;
import dev.thespis.actor.internal.Endpoint;
import dev.thespis.actor.internal.Envelope;
import dev.thespis.remote.control.Metadata;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A request that came over a connection, on its way through an actor's mailbox.
final class InboundRequest extends Envelope {
    private static final long LONGEST_MICROS = TimeUnit.DAYS.toMicros(365);

    final Contract.Entry entry;
    final long cid;
    final long bytes;

    /// The window that it has taken a message of, if they are counted.
    final ReceiveWindows.@Nullable Inflow inflow;

    /// Whether it holds a permit. Guarded by the intake's lock.
    boolean permitted;

    private final Connection connection;
    private final LocalService service;
    private final long remainingMicros;
    private final long arrivedNanos;
    private volatile boolean abandoned;
    private volatile boolean withdrawn;
    private volatile @Nullable Future<?> elsewhere;

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
        this.remainingMicros = Math.min(remainingMicros, LONGEST_MICROS);
        this.arrivedNanos = arrivedNanos;
    }

    boolean isCall() {
        return cid != 0;
    }

    /// Whether it may go to its actor only with a permit.
    boolean needsPermit() {
        return isCall()
                && service.pressure() == Services.Pressure.PERMITS
                && !connection.control().knows();
    }

    /// Where it goes.
    Endpoint<?> target() {
        return service.target();
    }

    /// Hands it to its actor.
    void deliver() {
        service.target().deliver(this);
    }

    @Override
    protected @Nullable CallFailure refusal() {
        if (!isCall()) return connection.dropsSends() ? new CallFailure.Cancelled(Handled.NO) : null;
        if (withdrawn) return new CallFailure.Cancelled(Handled.NO);
        if (remainingMicros == Metadata.NONE || leftMicros() > 0) return null;
        return new CallFailure.Timeout(Duration.of(remainingMicros, ChronoUnit.MICROS), Handled.NO);
    }

    private long leftMicros() {
        return remainingMicros - (System.nanoTime() - arrivedNanos) / 1_000;
    }

    /// How long its caller still waits, more than zero, as far as that is known.
    Duration remaining() {
        if (remainingMicros == Metadata.NONE) return connection.limits().callDeadline();
        return Duration.of(Math.max(1, leftMicros()), ChronoUnit.MICROS);
    }

    /// It was sent on as a call to another process, whose future this is.
    void sentOn(Future<?> future) {
        elsewhere = future;
        if (withdrawn || abandoned) future.cancel(true);
    }

    @Override
    protected void stopElsewhere() {
        var future = elsewhere;
        if (future != null) future.cancel(true);
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

    /// The caller of the call is gone. A running handler is interrupted. If none has started, none will; but the call
    /// is
    /// answered only when its actor gets to it: its message is in the mailbox until then, and as long as that is so its
    /// credit is out. Otherwise a peer that calls and cancels in turn could fill the mailbox.
    void withdraw() {
        withdrawn = true;
        interrupt();
    }

    /// The connection is ending: there is nobody to tell the outcome to.
    void abandon() {
        abandoned = true;
        cancel();
    }
}
