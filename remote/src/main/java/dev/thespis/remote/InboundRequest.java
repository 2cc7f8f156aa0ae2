package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Handler;
import dev.thespis.actor.Message;
import dev.thespis.actor.internal.Envelope;
import dev.thespis.remote.control.Metadata;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.cbor.Cbor;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// A request for a local service, on its way through an actor's mailbox.
final class InboundRequest extends Envelope implements Inbound {
    final LocalService service;
    private final Connection connection;
    private final long cid;
    private final long bytes;
    final int hops;
    private final long remainingMicros;
    private final long arrivedNanos;
    private final ReceiveWindows.@Nullable Inflow inflow;
    private final @Nullable TraceContext trace;
    private boolean permitted;
    private volatile boolean abandoned;
    private volatile boolean withdrawn;
    private volatile @Nullable Future<?> elsewhere;

    /// What is still to be decoded.
    private @Nullable Input encoded;

    InboundRequest(Arrival arrival, LocalService service, Message<?, ?> message) {
        super(message);
        this.service = service;
        this.connection = arrival.connection;
        this.cid = arrival.cid;
        this.bytes = arrival.bytes;
        this.hops = arrival.hops;
        this.remainingMicros = arrival.remainingMicros;
        this.arrivedNanos = arrival.nanos;
        this.inflow = arrival.inflow;
        this.trace = arrival.trace;
    }

    /// One that decodes its message when it is delivered.
    InboundRequest(Arrival arrival, LocalService service) {
        this.service = service;
        this.connection = arrival.connection;
        this.cid = arrival.cid;
        this.bytes = arrival.bytes;
        this.remainingMicros = arrival.remainingMicros;
        this.arrivedNanos = arrival.nanos;
        this.hops = arrival.hops;
        this.trace = arrival.trace;
        this.inflow = arrival.inflow;
        this.encoded = arrival.message();
    }

    Caller caller() {
        return connection.caller();
    }

    /// Where it belongs in a trace, if its sender has said so.
    @Nullable
    TraceContext trace() {
        return trace;
    }

    long waitedNanos() {
        return System.nanoTime() - arrivedNanos;
    }

    @Override
    protected @Nullable Object handle(Handler<Message<?, ?>, ?> handler) throws Exception {
        return Handling.isWatched(connection)
                ? new Handling(connection, this, handler).run()
                : handler.handle(message());
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
        return isCall()
                && service.pressure() == Services.Pressure.PERMITS
                && !connection.control().knows();
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
    public Object order() {
        return service.target();
    }

    @Override
    public boolean isEncoded() {
        return encoded != null;
    }

    @Override
    public void deliver() {
        if (encoded == null || isDecoded(encoded)) service.target().deliver(this);
    }

    /// @return false if it is over: its caller is gone, or there is no such message
    private boolean isDecoded(Input payload) {
        encoded = null;
        if (withdrawn) {
            failed(new CallFailure.Cancelled(Handled.NO), null);
            return false;
        }
        try {
            open((Message<?, ?>) Cbor.decode(service.entry().request(), payload));
            return true;
        } catch (DecodeException e) {
            if (!abandoned) connection.replies().undecodable(this, String.valueOf(e.getMessage()));
            connection.intake().leave(this);
            return false;
        } catch (RuntimeException | Error e) { // the connection ends, and does not wait for this one
            connection.intake().leave(this);
            throw e;
        }
    }

    @Override
    protected @Nullable CallFailure refusal() {
        if (isDropped()) return new CallFailure.Cancelled(Handled.NO);
        if (withdrawn) return new CallFailure.Cancelled(Handled.NO);
        if (remainingMicros != Metadata.NONE && leftMicros() <= 0)
            return new CallFailure.Timeout(Duration.of(remainingMicros, ChronoUnit.MICROS), Handled.NO);
        return refusalAtGate();
    }

    /// Whether it is a send that is not wanted any more, since its connection is ending.
    boolean isDropped() {
        return !isCall() && connection.dropsSends();
    }

    private @Nullable CallFailure refusalAtGate() {
        try {
            return switch (verdict(service.gate())) {
                case Gate.Verdict.Pass pass -> null;
                case Gate.Verdict.Refuse refuse -> new CallFailure.Refused(service.name(), refuse.reason());
            };
        } catch (Exception | Error e) { // whatever it is, the message must not pass, and must be answered
            if (withdrawn) return new CallFailure.Cancelled(Handled.NO); // an interrupt that has hit the gate
            connection.failed(new PeerError.GateFailed(service.name(), cid, e));
            return new CallFailure.Refused(service.name(), "");
        }
    }

    /// What the gate says. Where it is not asked on the thread of the handler, its caller is made known to it here.
    private Gate.Verdict verdict(Gate gate) {
        if (!isGated() || equals(Envelope.current())) return gate.check(caller(), service.name(), message());
        return ScopedValue.where(Caller.AT_GATE, caller()).call(() -> gate.check(caller(), service.name(), message()));
    }

    /// Whether somebody decides about it when its turn has come.
    boolean isGated() {
        return !service.gate().equals(Gate.open());
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
    protected void wakes(Runnable activation) {
        if (isCall()) activation.run(); // somebody waits
        else connection.reader().wakesLater(activation);
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

    /// A running handler is interrupted. If none has started, none will; but the call is answered only when its actor
    /// gets to it: its message is in the mailbox until then, and as long as that is so its credit is out. Otherwise a
    /// peer that calls and cancels in turn could fill the mailbox.
    @Override
    public void withdraw() {
        withdrawn = true;
        interrupt();
    }

    @Override
    public void abandon() {
        abandoned = true;
    }
}
