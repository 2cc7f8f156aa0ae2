package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.remote.FrameCounts.Kind;
import dev.thespis.remote.control.Metadata;
import dev.thespis.wire.Codec;
import dev.thespis.wire.FrameTooLargeException;
import dev.thespis.wire.Output;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The way of calls and sends into the queue: through the window of their service, and then the room that all share,
/// which is the window of bytes, and `queueBytes` of frames not yet taken for writing.
///
/// Guarded by the outbox's lock, which [#request] takes.
final class Departures {
    /// So large a request is taken to be when it is decided how many to wake; longer ones are not deposited.
    private static final int USUAL_BYTES = 1024;

    /// So much at most comes with the message of a request: numbers, and what is metadata.
    private static final int MOST_HEADER_BYTES = 1024;

    private final Connection connection;
    private final FrameQueue queue;
    private final PendingCalls pending;
    private final SendWindows windows;
    private final LongFrames longs;
    private final CreditWaits waits;
    private final ReentrantLock lock;
    private final Turnstile room;
    private final int queueBytes;

    private boolean metadata;
    private @Nullable CallFailure refusal;

    Departures(Connection connection, Outbox outbox, PendingCalls pending) {
        this.connection = connection;
        this.queue = connection.queue();
        this.pending = pending;
        this.lock = queue.lock();
        this.queueBytes = connection.limits().queueBytes();
        this.waits = new CreditWaits(connection, lock);
        this.windows = new SendWindows(waits, () -> refusal != null);
        this.longs = new LongFrames(connection, outbox, queue, windows);
        this.room = new Turnstile(waits, this::room);
    }

    SendWindows windows() {
        return windows;
    }

    LongFrames longs() {
        return longs;
    }

    CreditWaits waits() {
        return waits;
    }

    /// Whether the other side knows what may come before a message.
    boolean knowsMetadata() {
        return metadata;
    }

    /// Why no request is accepted any more, or null.
    @Nullable
    CallFailure refusal() {
        return refusal;
    }

    /// Something that requests wait for may be there.
    void opened() {
        room.opened();
        longs.opened();
    }

    /// The queue has been emptied.
    void emptied() {
        room.opened();
    }

    /// The other side has said whether it knows metadata.
    void greeted(boolean knowsMetadata) {
        metadata = knowsMetadata;
    }

    /// Accepts no requests any more. Those that wait are refused too.
    void refuse(CallFailure failure) {
        if (refusal == null) refusal = failure;
        windows.release();
        longs.refuse(refusal);
        room.opened();
    }

    /// For how many requests there is room, if they are of the usual size.
    private int room() {
        if (refusal != null) return Integer.MAX_VALUE;
        if (longs.isBarred()) return 0;
        var bytes = Math.min(windows.freeBytes(), queueBytes - queue.fillingBytes());
        return Math.ceilDiv(Math.clamp(bytes, 0, Integer.MAX_VALUE), USUAL_BYTES);
    }

    /// Accepts a call or a send, waiting for credit and room; but the caller of a call that is not long need not stay
    /// for that, see [DepositedCall].
    ///
    /// @param call registered under a new connection id if the request is accepted; null for a send
    /// @param trace what travels with it, if the other side knows metadata
    /// @return why it is not accepted, or null
    /// @throws InterruptedException if interrupted while waiting; the request is not accepted
    @Nullable
    <T> CallFailure request(
            long sid,
            Codec<T> codec,
            T message,
            @Nullable PendingCall call,
            Patience patience,
            @Nullable TraceContext trace)
            throws InterruptedException {
        Output claimed = null;
        SendWindows.Window window;
        boolean isLong;
        lock.lock();
        try {
            if (refusal != null) return refusal;
            window = windows.of(sid);
            if (window.turnstile.isPassable() && room.isPassable()) {
                windows.takeMessage(window);
            } else {
                var deposited = deposited(window, codec, message, call, patience, trace);
                if (deposited != null) return leave(deposited);
                var failure = enter(window, patience);
                while (failure == null && window.isReplaced()) { // the other side has said what it is
                    window = windows.of(sid);
                    failure = enter(window, patience);
                }
                if (failure == null) failure = refusal;
                if (failure != null) return failure;
            }
            isLong = message instanceof RelayedRequest relayed && relayed.frameBytes() > longs.requestBytes();
            if (!isLong && call != null && !call.beginWriting()) {
                windows.give(window, 1, 0);
                return new CallFailure.Cancelled(Handled.NO);
            }
            isLong = isLong || !append(window, sid, codec, message, call, trace);
            if (!isLong) claimed = claimOrWake(call);
        } catch (FrameTooLargeException e) {
            return new CallFailure.TooLarge(e.sizeBytes(), e.limitBytes());
        } finally {
            room.opened(); // not before what is needed has been taken: bytes, and the connection id
            lock.unlock();
        }
        if (claimed != null) queue.write(claimed);
        return isLong ? longs.request(window, sid, codec, message, call, trace, patience) : null;
    }

    private @Nullable Output claimOrWake(@Nullable PendingCall call) {
        var isOnly = call != null && pending.size() == 1 && connection.intake().requests() == 0;
        return queue.claimOrWake(isOnly, call instanceof RelayedRequest ? Headway.Trust.PONGS : Headway.Trust.ANSWERS);
    }

    /// Takes a message of the window, then waits for room.
    private @Nullable CallFailure enter(SendWindows.Window window, Patience patience) throws InterruptedException {
        var failure = waits.take(windows, window, patience);
        if (failure != null) return failure;
        var entered = false;
        try {
            failure = waits.pass(room, patience, window.sid, "bytes");
            entered = failure == null;
            return failure;
        } finally {
            if (!entered) windows.give(window, 1, 0);
        }
    }

    /// @return false if it is too long for one piece; nothing is appended then, and the message of the window is kept
    private <T> boolean append(
            SendWindows.Window window,
            long sid,
            Codec<T> codec,
            T message,
            @Nullable PendingCall call,
            @Nullable TraceContext trace)
            throws FrameTooLargeException {
        var length = 0;
        var cid = call == null ? 0 : pending.freshCid();
        try {
            var remaining = call == null || !metadata ? Metadata.NONE : call.remainingMicros();
            length = queue.append(sid, cid, remaining, metadata ? trace : null, codec, message, longs.requestBytes());
        } finally {
            if (length == 0) windows.give(window, 1, 0);
        }
        if (length == FrameQueue.LONG) return false;
        queue.sent().count(call == null ? Kind.SEND : Kind.CALL, length);
        windows.takeFrame(length);
        if (call == null) return true;
        call.mark = queue.headway().acceptedBytes();
        pending.add(call, cid, length, window);
        return true;
    }

    /// A call that is to wait, if it can do so without its caller: its message is not long, there are no addresses in
    /// it, which are given away when it is written, and it is known what the other side takes.
    private <T> @Nullable DepositedCall deposited(
            SendWindows.Window window,
            Codec<T> codec,
            T message,
            @Nullable PendingCall call,
            Patience patience,
            @Nullable TraceContext trace) {
        if (!(call instanceof PendingCall.Blocking blocking) || !patience.waits() || !window.isCredited()) return null;
        if (longs.requestBytes() < USUAL_BYTES + MOST_HEADER_BYTES || lock.getHoldCount() > 1) return null;
        var out = new Output(0, new LongFrames.Outside());
        out.limit(USUAL_BYTES);
        try {
            codec.write(message, out);
        } catch (Output.Full | LongFrames.Outside.Left e) {
            return null;
        }
        if (out.position() > USUAL_BYTES) return null; // the limit is looked at only when the buffer grows
        return new DepositedCall(this, window, blocking, Arrays.copyOf(out.array(), out.position()), trace);
    }

    /// @return why it is not accepted, or null
    private @Nullable CallFailure leave(DepositedCall deposited) {
        var failure = deposited.call.over();
        if (failure != null) return failure;
        var window = deposited.window;
        deposited.call.deposited = deposited;
        if (window.turnstile.isPassable()) {
            windows.takeMessage(window);
            waitForRoom(deposited);
        } else {
            waits.exhausted(window);
            deposited.begins(waits.begin(window.sid, "messages"));
            window.turnstile.enter(deposited);
            window.turnstile.opened(); // whoever observes the event may have closed the peer
        }
        return null;
    }

    private void waitForRoom(DepositedCall deposited) {
        deposited.isAdmitted = true;
        deposited.begins(waits.begin(deposited.window.sid, "bytes"));
        room.enter(deposited);
    }

    /// A deposited call may pass where it is.
    void come(DepositedCall deposited) {
        deposited.ends();
        var window = deposited.window;
        if (!deposited.isAdmitted) {
            windows.takeMessage(window);
            waits.restored(window);
            if (!room.isPassable()) {
                waitForRoom(deposited);
                return;
            }
        }
        deposited.call.deposited = null;
        if (refusal != null) deposited.call.failIfOpen(refusal);
        if (deposited.call.beginWriting()) write(deposited);
        else windows.give(window, 1, 0);
    }

    private void write(DepositedCall deposited) {
        var call = deposited.call;
        var window = deposited.window;
        try {
            if (append(window, window.sid, DepositedCall.CODEC, deposited, call, deposited.trace)) {
                queue.wakeWriter();
                return;
            }
            windows.give(window, 1, 0); // it is too long after all, which was looked at when it was deposited
            call.failIfOpen(new CallFailure.Cancelled(Handled.NO));
        } catch (FrameTooLargeException e) {
            call.failIfOpen(new CallFailure.TooLarge(e.sizeBytes(), e.limitBytes()));
        } catch (OutOfMemoryError e) { // it is this call that there is no memory for, not the thread's that writes it
            call.failIfOpen(new CallFailure.Cancelled(Handled.MAYBE));
        }
    }

    /// The caller of a deposited call does not wait any more.
    void withdraw(DepositedCall deposited) {
        deposited.ends();
        deposited.call.deposited = null;
        var window = deposited.window;
        if (deposited.isAdmitted) {
            room.leave(deposited);
            windows.give(window, 1, 0);
        } else {
            window.turnstile.leave(deposited);
            waits.restored(window);
        }
    }

    /// Wakes threads that are late, and collects the deposited calls that are.
    ///
    /// @param late where to put them
    /// @param otherwiseNanos what to return if none comes next
    /// @return when the next one is due
    long late(long now, List<PendingCall> late, long otherwiseNanos) {
        return windows.late(now, late, room.late(now, late, waits.late(now, otherwiseNanos)));
    }
}
