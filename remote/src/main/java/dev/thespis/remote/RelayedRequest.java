package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Hops;
import dev.thespis.remote.control.Metadata;
import dev.thespis.wire.Codec;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import dev.thespis.wire.ServiceId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A request that is passed on: one that has arrived on one connection, and a call of ours on another.
///
/// ```
///          written to the target           answered, late, or the target has gone
///  WAITING ──────────────────────► PASSED ───────────────────────────────────────► settled
///     │ cancelled, refused
///     └─────────────────────────────────────────────────────────────────────────► settled
/// ```
///
/// The state decides who may say that it was certainly not handled; the settling, who answers. A send is done as soon
/// as it is passed. What it carries is held until it is passed; from then on a call is little more than two numbers.
final class RelayedRequest extends PendingCall implements Inbound {
    private enum State {
        WAITING,
        PASSED,
        OVER
    }

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(RelayedRequest.class, "state", State.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static final int MOST_HOPS = 16;

    private static final byte[] NOTHING = {};

    private static final Codec<Object> NO_CODEC = new Codec<>() {
        @Override
        public void write(Object value, Output out) {
            throw new IllegalStateException("relays pass bytes on");
        }

        @Override
        public Object read(Input in) {
            throw new IllegalStateException("relays pass bytes on");
        }
    };

    /// Writes what a request carries: to a peer that knows metadata all of it, with one more hop; else the message.
    private static final Codec<RelayedRequest> PASS_ON = new Codec<>() {
        @Override
        public void write(RelayedRequest request, Output out) {
            var body = request.body;
            var knowsMetadata = Objects.requireNonNull(request.target).outbox().knowsMetadata();
            var from = knowsMetadata ? 0 : request.messageOffset;
            if (knowsMetadata) Hops.write(out, request.hops);
            out.bytes(body, from, body.length - from);
        }

        @Override
        public RelayedRequest read(Input in) {
            throw new IllegalStateException("relays pass bytes on");
        }
    };

    /// Writes what a reply carries, from where it was read.
    static final Codec<Input> PASS_BACK = new Codec<>() {
        @Override
        public void write(Input reply, Output out) {
            reply.copyTo(out);
        }

        @Override
        public Input read(Input in) {
            throw new IllegalStateException("relays pass bytes on");
        }
    };

    final Connection connection;
    final long sid;
    private final RelayedService way;
    private final long inboundCid;
    private final long inboundBytes;
    private final ReceiveWindows.@Nullable Inflow inflow;
    private final int hops;
    private final int messageOffset;
    private byte[] body;
    private boolean permitted;
    private volatile boolean abandoned;
    private volatile State state = State.WAITING;
    private volatile @Nullable Lane lane;
    private volatile @Nullable Connection target;

    RelayedRequest(Arrival arrival, RelayedService way) {
        super(
                way.sid() == arrival.sid ? way.name() : new ServiceId(arrival.sid).toString(),
                NO_CODEC,
                deadline(arrival),
                arrival.nanos);
        this.connection = arrival.connection;
        this.way = way;
        this.sid = arrival.sid;
        this.inboundCid = arrival.cid;
        this.inboundBytes = arrival.bytes;
        this.inflow = arrival.inflow;
        this.hops = arrival.hops + 1;
        this.body = arrival.body();
        this.messageOffset = arrival.metadataBytes();
    }

    private static Duration deadline(Arrival arrival) {
        return arrival.remainingMicros == Metadata.NONE
                ? arrival.connection.limits().callDeadline()
                : Duration.of(arrival.remainingMicros, ChronoUnit.MICROS);
    }

    boolean isLooping() {
        return hops > MOST_HOPS;
    }

    /// The encoded message, without metadata.
    ByteBuffer message() {
        return ByteBuffer.wrap(body, messageOffset, body.length - messageOffset)
                .slice()
                .asReadOnlyBuffer();
    }

    /// How long it may wait for credit.
    Patience patience() {
        return isCall() ? this : Patience.ENDLESS;
    }

    /// It waits there for credit.
    ///
    /// @return false if it has been cancelled meanwhile. Who cancels first does so and then looks for the lane, so one
    /// of
    /// the two notices
    boolean queuedOn(Lane waiting) {
        lane = waiting;
        return state != State.OVER;
    }

    /// Writes it to the target, as soon as there is credit for it. What becomes of it is to be given to [#written].
    ///
    /// @return why it is not written, or null; [CallFailure.Overloaded] only if there is no credit and it is not to
    /// wait
    @Nullable
    CallFailure write(Connection to, Patience patience) {
        target = to;
        if (isLate(System.nanoTime())) return tooLate();
        if (!isCall() && connection.dropsSends()) return new CallFailure.Cancelled(Handled.NO);
        try {
            return to.outbox().request(sid, PASS_ON, this, isCall() ? this : null, patience);
        } catch (InterruptedException e) {
            return new CallFailure.Cancelled(Handled.NO); // nobody interrupts a lane's thread
        }
    }

    /// It is written, or will never be.
    ///
    /// @param failure why it is not written, or null. It may be so although the state is PASSED: it is too large, say
    void written(@Nullable CallFailure failure) {
        body = NOTHING;
        if (failure == null) {
            if (isCall()) watch(Objects.requireNonNull(target));
            else connection.intake().leave(this);
        } else if (STATE.compareAndSet(this, State.WAITING, State.OVER) || state == State.PASSED) {
            failIfOpen(failure);
        }
    }

    /// Its deadline is minded.
    void watch(Connection by) {
        if (isCall()) by.watch().due(deadlineNanos);
    }

    /// Whether the deadline of a call has passed.
    boolean isLate(long now) {
        return isCall() && deadlineNanos - now <= 0;
    }

    private CallFailure tooLate() {
        return new CallFailure.Timeout(deadline, Handled.NO);
    }

    /// Its deadline has passed, and it has still waited for credit.
    void expire() {
        refuse(tooLate());
    }

    @Override
    boolean beginWriting() {
        return STATE.compareAndSet(this, State.WAITING, State.PASSED);
    }

    @Override
    long remainingMicros() {
        return Metadata.NONE;
    }

    /// Ends it before it was passed on.
    void refuse(CallFailure failure) {
        if (STATE.compareAndSet(this, State.WAITING, State.OVER)) failIfOpen(failure);
    }

    @Override
    void complete(@Nullable Object value) {
        throw new IllegalStateException("relays pass bytes on");
    }

    @Override
    void fail(CallFailure failure) {
        if (!abandoned) connection.replies().failure(this, service, sid, failure);
        connection.intake().leave(this);
    }

    @Override
    void replied(Input payload) {
        if (!settle()) return;
        if (!abandoned) connection.replies().passBack(this, service, sid, payload);
        connection.intake().leave(this);
    }

    @Override
    void refused(ErrorFrame error) {
        if (!settle()) return;
        if (!abandoned) connection.replies().passBack(this, service, sid, error);
        connection.intake().leave(this);
    }

    @Override
    public long cid() {
        return inboundCid;
    }

    @Override
    public long bytes() {
        return inboundBytes;
    }

    @Override
    public ReceiveWindows.@Nullable Inflow inflow() {
        return inflow;
    }

    @Override
    public boolean needsPermit() {
        return isCall() && !connection.control().knows();
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
    public void deliver() {
        way.forward(this);
    }

    @Override
    public Object order() {
        return way.order();
    }

    @Override
    public void cancel() {
        refuse(new CallFailure.Cancelled(Handled.NO));
    }

    /// If it waits for credit, it leaves the lane. If it has been passed on, so is this.
    @Override
    public void withdraw() {
        cancel();
        var on = lane;
        if (on != null) on.remove(this);
        var to = target;
        if (state == State.PASSED && to != null) to.cancelled(this);
    }

    @Override
    public void abandon() {
        abandoned = true;
    }
}
