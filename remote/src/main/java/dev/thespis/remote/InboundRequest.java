package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Message;
import dev.thespis.actor.internal.Envelope;
import dev.thespis.remote.control.Metadata;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// A request for a local service, on its way through an actor's mailbox.
final class InboundRequest extends Envelope implements Inbound {
    final LocalService service;
    private final Connection connection;
    private final long cid;
    private final long bytes;
    private final long remainingMicros;
    private final long arrivedNanos;
    private final ReceiveWindows.@Nullable Inflow inflow;
    private boolean permitted;
    private boolean parked;
    private volatile boolean givenUp;
    private volatile boolean abandoned;

    InboundRequest(Arrival arrival, LocalService service, Message<?, ?> message) {
        super(message);
        this.service = service;
        this.connection = arrival.connection;
        this.cid = arrival.cid;
        this.bytes = arrival.bytes;
        this.remainingMicros = arrival.remainingMicros;
        this.arrivedNanos = arrival.nanos;
        this.inflow = arrival.inflow;
    }

    Caller caller() {
        return connection.caller();
    }

    @Override
    public long cid() {
        return cid;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public ReceiveWindows.@Nullable Inflow inflow() {
        return inflow;
    }

    @Override
    public boolean needsPermit() {
        return isCall() && inflow == null && service.pressure() == Services.Pressure.PERMITS;
    }

    @Override
    public boolean isPermitted() {
        return permitted;
    }

    @Override
    public void permitted(boolean value) {
        permitted = value;
    }

    @Override
    public boolean isParked() {
        return parked;
    }

    @Override
    public void parked(boolean value) {
        parked = value;
    }

    @Override
    public void deliver() {
        service.target().deliver(this);
    }

    @Override
    protected @Nullable CallFailure refusal() {
        if (givenUp) return new CallFailure.Cancelled(Handled.NO);
        if (!isCall() && connection.dropsSends()) return new CallFailure.Cancelled(Handled.NO);
        if (remainingMicros != Metadata.NONE && waitedMicros() >= remainingMicros)
            return new CallFailure.Timeout(Duration.of(remainingMicros, ChronoUnit.MICROS), Handled.NO);
        return refusalAtGate();
    }

    private long waitedMicros() {
        return (System.nanoTime() - arrivedNanos) / 1_000;
    }

    private @Nullable CallFailure refusalAtGate() {
        try {
            return switch (service.gate().check(caller(), service.name(), message())) {
                case Gate.Verdict.Pass pass -> null;
                case Gate.Verdict.Refuse refuse -> new CallFailure.Refused(service.name(), refuse.reason());
            };
        } catch (RuntimeException e) {
            connection.failed(new PeerError.GateFailed(service.name(), cid, e));
            return new CallFailure.Refused(service.name(), "");
        }
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

    @Override
    public void giveUp() {
        givenUp = true;
        interrupt();
    }

    @Override
    public void abandon() {
        abandoned = true;
    }
}
