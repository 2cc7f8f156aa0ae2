package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Hops;
import dev.thespis.remote.control.Metadata;
import dev.thespis.wire.Codec;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
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

    /// Header and hops.
    private static final int OVERHEAD_BYTES = 24 + 5;

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
            var to = Objects.requireNonNull(request.target);
            if (!request.carried.isEmpty()) request.carried.giveTo(Capabilities.of(out));
            var body = request.body;
            var knowsMetadata = to.outbox().knowsMetadata();
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
    static final Codec<Reply> PASS_BACK = new Codec<>() {
        @Override
        public void write(Reply reply, Output out) {
            if (!reply.carried.isEmpty()) reply.carried.giveTo(Capabilities.of(out));
            var offset = reply.payload.offset();
            reply.payload.copyTo(out);
            reply.payload.offset(offset); // what is too long for one piece is encoded once more
        }

        @Override
        public Reply read(Input in) {
            throw new IllegalStateException("relays pass bytes on");
        }
    };

    /// A reply that is passed back.
    ///
    /// @param carried the capabilities that were offered with it
    record Reply(Input payload, Carried carried) {}

    final Connection connection;
    final long sid;
    private final Way way;
    private final long inboundCid;
    private final long inboundBytes;
    private final ReceiveWindows.@Nullable Inflow inflow;
    private final int hops;
    private final int messageOffset;
    private final boolean overloaded;
    private byte[] body;
    private boolean permitted;
    private volatile boolean abandoned;
    private volatile State state = State.WAITING;
    private volatile @Nullable Lane lane;
    private volatile @Nullable Connection target;

    /// The addresses in it. Held, as the one that it is sent to, until it has been passed on.
    private Carried carried;

    private @Nullable Route route;

    RelayedRequest(Arrival arrival, Way way, String name) {
        super(name, NO_CODEC, deadline(arrival), arrival.nanos);
        this.connection = arrival.connection;
        this.way = way;
        this.sid = arrival.sid;
        this.inboundCid = arrival.cid;
        this.inboundBytes = arrival.bytes;
        this.inflow = arrival.inflow;
        this.hops = arrival.hops + 1;
        this.body = arrival.body();
        this.messageOffset = arrival.metadataBytes();
        var room = Carried.waiting(connection);
        this.overloaded = room == null;
        this.carried = room == null ? Carried.NOTHING : room;
        // a release of that address, which may come next, must not get to its owner before this
        this.route = way instanceof Route to && to.keep() ? to : null;
    }

    private static Duration deadline(Arrival arrival) {
        return arrival.remainingMicros == Metadata.NONE
                ? arrival.connection.limits().callDeadline()
                : Duration.of(arrival.remainingMicros, ChronoUnit.MICROS);
    }

    /// Refuses it if it seems to go in circles, or brings more than there is room for.
    boolean isRefused() {
        var failure = overloaded ? new CallFailure.Overloaded(connection.name()) : refusal(service, hops);
        if (failure == null) return false;
        refuse(failure);
        return true;
    }

    /// How long its frame is at most when it is passed on.
    long frameBytes() {
        return (long) OVERHEAD_BYTES + body.length;
    }

    /// Why what has been passed on so often is not passed on any further, or null.
    static @Nullable CallFailure refusal(String service, int hops) {
        return hops <= MOST_HOPS
                ? null
                : new CallFailure.Refused(service, "it has come through over " + MOST_HOPS + " relays or topics");
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
    /// @return false if it has been cancelled meanwhile. Who cancels does so first and then looks for the lane, so
    /// one of the two notices
    boolean queuedOn(Lane waiting) {
        lane = waiting;
        return state != State.OVER;
    }

    /// Writes it to the target, as soon as there is credit for it. What becomes of it is to be given to [#written].
    ///
    /// @return why it is not written, or null; see [#isWaiting]
    @Nullable
    CallFailure write(Connection to, Patience patience) {
        target = to;
        try {
            if (!(way instanceof Route) && to.holdings().isService(sid)) return new CallFailure.UnknownService(service);
            if (!carried.isEmpty() && !isGreeted(to, patience)) return new CallFailure.Overloaded(to.name());
            if (isLate(System.nanoTime())) return tooLate();
            if (!isCall() && connection.dropsSends()) return new CallFailure.Cancelled(Handled.NO);
            return to.outbox().request(sid, PASS_ON, this, isCall() ? this : null, patience);
        } catch (InterruptedException e) {
            return new CallFailure.Cancelled(Handled.NO); // nobody interrupts a lane's thread
        } catch (NotGiven e) {
            state = State.PASSED; // as far as it gets
            connection.failed(new PeerError.NotHandled(service, cid(), String.valueOf(e.getMessage())));
            return e.isForNow
                    ? new CallFailure.Overloaded(to.name())
                    : new CallFailure.Refused(service, "there is an address in it that can't be passed on");
        }
    }

    /// A target that has just been connected to may not have said yet whether it knows addresses.
    ///
    /// @return false if that is to be waited for
    private boolean isGreeted(Connection to, Patience patience) throws InterruptedException {
        if (!(to.control().remote() instanceof RemoteInfo.Unknown)) return true;
        if (!patience.waits()) return false;
        to.control().awaitGreeting(isCall() ? deadlineNanos - System.nanoTime() : Long.MAX_VALUE);
        return true; // if it still has not, nothing that has addresses is written to it
    }

    /// Whether there has been no credit for it, if that is what [#write] has returned.
    boolean isWaiting(@Nullable CallFailure failure) {
        return failure instanceof CallFailure.Overloaded && state != State.PASSED;
    }

    /// It is written, or will never be.
    ///
    /// @param failure why it is not written, or null. It may be so although the state is PASSED: it is too large, say
    void written(@Nullable CallFailure failure) {
        body = NOTHING;
        letGo();
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

    private void letGo() {
        Carried held;
        Route to;
        synchronized (this) {
            held = carried;
            carried = Carried.NOTHING;
            to = route;
            route = null;
        }
        held.letGo();
        if (to != null) to.letGo();
    }

    @Override
    public void notEntered() {
        letGo();
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
        if (!STATE.compareAndSet(this, State.WAITING, State.OVER)) return;
        letGo();
        failIfOpen(failure);
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
    void replied(Input payload, List<OfferedService> offered) {
        if (!settle()) return;
        if (!abandoned) {
            var addresses = offered.isEmpty() ? Carried.NOTHING : Carried.by(Objects.requireNonNull(target));
            connection.replies().passBack(this, service, sid, new Reply(payload, addresses));
            addresses.letGo();
        }
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
