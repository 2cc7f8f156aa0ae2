package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.remote.FrameCounts.Kind;
import dev.thespis.remote.control.Metadata;
import dev.thespis.wire.Codec;
import dev.thespis.wire.FrameTooLargeException;
import dev.thespis.wire.Output;
import dev.thespis.wire.ServiceId;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What may be sent when: requests wait for credit and for room, everything else goes at once.
///
/// Requests pass two turnstiles, the window of their service and then the room that all share: the window of bytes, and
/// `queueBytes` of frames not yet taken for writing. Replies, errors, credit and the other control frames never wait,
/// so no two peers can wait for each other. What of these piles up before a peer that does not read is bounded all the
/// same: a reply that finds more than `replyBytes` unwritten becomes an error, and when even errors and control frames
/// have filled another [#SPARE_BYTES], the connection is given up.
///
/// All fields are guarded by the lock of the queue, so that what is decided and what is written come in one order.
final class Outbox {
    private static final int SPARE_BYTES = 1 << 20;

    private final Connection connection;
    private final FrameQueue queue;
    private final ReentrantLock lock;
    private final LongTable<PendingCall> pending = new LongTable<>();
    private final SendWindows windows;
    private final Turnstile room;
    private final CreditWaits waits;
    private final int queueBytes;
    private final int replyBytes;

    private boolean metadata;
    private boolean overflowed;
    private @Nullable CallFailure refusal;
    private long lastCid;

    Outbox(Connection connection, FrameQueue queue) {
        this.connection = connection;
        this.queue = queue;
        this.lock = queue.lock();
        this.queueBytes = connection.limits().queueBytes();
        this.replyBytes = connection.limits().replyBytes();
        this.windows = new SendWindows(lock, () -> refusal != null);
        this.room = new Turnstile(lock, this::hasRoom);
        this.waits = new CreditWaits(connection);
        queue.whenEmptied(room::opened);
    }

    private boolean hasRoom() {
        return refusal != null || (windows.hasBytes() && queue.fillingBytes() < queueBytes);
    }

    /// Accepts a call or a send, waiting for credit and room. The reader's own thread, on which stages of futures run,
    /// does not wait: nobody else would read the credit that it waits for.
    ///
    /// @param call registered under a new connection id if the request is accepted; null for a send
    /// @param asked how long to wait
    /// @return why it is not accepted, or null
    /// @throws InterruptedException if interrupted while waiting; the request is not accepted
    @Nullable
    <T> CallFailure request(long sid, Codec<T> codec, T message, @Nullable PendingCall call, Patience asked)
            throws InterruptedException {
        return request(sid, codec, message, call, asked, null);
    }

    /// As before.
    ///
    /// @param trace what travels with it, if the other side knows metadata
    @Nullable
    <T> CallFailure request(
            long sid,
            Codec<T> codec,
            T message,
            @Nullable PendingCall call,
            Patience asked,
            @Nullable TraceContext trace)
            throws InterruptedException {
        var patience = connection.reader().isCurrent() ? Patience.NONE : asked;
        Output claimed;
        lock.lock();
        try {
            if (refusal != null) return refusal;
            var window = windows.of(sid);
            var failure = enter(window, patience);
            while (failure == null && window.isReplaced()) { // the other side has said what it is
                window = windows.of(sid);
                failure = enter(window, patience);
            }
            if (failure == null) failure = refusal;
            if (failure != null) return failure;
            if (call != null && !call.beginWriting()) {
                windows.give(window, 1, 0);
                return new CallFailure.Cancelled(Handled.NO);
            }
            append(window, sid, codec, message, call, trace);
            claimed = queue.claimOrWake(
                    call != null && pending.size() == 1 && connection.intake().requests() == 0,
                    call instanceof RelayedRequest ? FrameQueue.Trust.PONGS : FrameQueue.Trust.ANSWERS);
        } catch (FrameTooLargeException e) {
            return new CallFailure.TooLarge(e.sizeBytes(), e.limitBytes());
        } finally {
            lock.unlock();
        }
        if (claimed != null) queue.write(claimed);
        return null;
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
            room.opened();
        }
    }

    private <T> void append(
            SendWindows.Window window,
            long sid,
            Codec<T> codec,
            T message,
            @Nullable PendingCall call,
            @Nullable TraceContext trace)
            throws FrameTooLargeException {
        var length = 0;
        try {
            var cid = call == null ? 0 : lastCid + 1;
            var remaining = call == null || !metadata ? Metadata.NONE : call.remainingMicros();
            length = queue.append(sid, cid, remaining, metadata ? trace : null, codec, message);
        } finally {
            if (length == 0) windows.give(window, 1, 0);
        }
        queue.sent().count(call == null ? Kind.SEND : Kind.CALL, length);
        windows.takeBytes(length);
        if (room.isBusy()) room.opened();
        if (call == null) return;
        call.cid = ++lastCid;
        call.mark = queue.acceptedBytes();
        call.frameBytes = length;
        if (window.isCredited()) call.window = window;
        pending.put(call.cid, call);
    }

    /// The other side has answered a call.
    ///
    /// @return the call, or null if there is none
    @Nullable
    PendingCall answered(long cid) {
        lock.lock();
        try {
            var call = pending.remove(cid);
            if (call == null) return null;
            queue.confirm(call.mark);
            if (call.window != null) {
                windows.give(call.window, 1, call.frameBytes);
                room.opened();
            }
            return call;
        } finally {
            lock.unlock();
        }
    }

    /// Forgets a call that was settled without an answer. Where credit is counted it stays registered until the answer.
    ///
    /// @return the connection id to cancel, as [#toCancel] returns it
    long forget(PendingCall call) {
        lock.lock();
        try {
            var cid = toCancel(call);
            if (isPending(call) && call.window == null) pending.remove(call.cid);
            return cid;
        } finally {
            lock.unlock();
        }
    }

    /// The connection id of a call that is to be cancelled. The other side counts cancels: there is one for each call.
    ///
    /// @return 0 if it was not accepted, is answered already, or its id has been returned before
    long toCancel(PendingCall call) {
        lock.lock();
        try {
            if (!isPending(call) || call.cancelled) return 0;
            call.cancelled = true;
            return call.cid;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("ReferenceEquality") // another call with the same id is another call
    private boolean isPending(PendingCall call) {
        return call.cid != 0 && pending.get(call.cid) == call;
    }

    /// Collects the calls that are late.
    ///
    /// @param late where to put them
    /// @param farNanos what to return if none comes next
    /// @return when the next one is due
    long late(long now, List<PendingCall> late, long farNanos) {
        var next = new long[] {farNanos};
        lock.lock();
        try {
            pending.forEach(call -> {
                if (call.isSettled()) return;
                if (call.deadlineNanos - now <= 0) late.add(call);
                else if (call.deadlineNanos - next[0] < 0) next[0] = call.deadlineNanos;
            });
            return next[0];
        } finally {
            lock.unlock();
        }
    }

    /// How many calls wait for their answers, those included that their callers have given up.
    int pendingCalls() {
        lock.lock();
        try {
            return pending.size();
        } finally {
            lock.unlock();
        }
    }

    /// Gives memory back that was not needed since the last time.
    void trim() {
        lock.lock();
        try {
            queue.trim();
            pending.trim();
        } finally {
            lock.unlock();
        }
    }

    /// Whether all credit has come back that the other side has given.
    boolean hasAllCredit() {
        lock.lock();
        try {
            return windows.areFull();
        } finally {
            lock.unlock();
        }
    }

    /// Requests of ours, as they stand.
    PeerStats.Outgoing look() {
        lock.lock();
        try {
            return waits.look(pending.size(), queue.unwrittenBytes(), windows.look());
        } finally {
            lock.unlock();
        }
    }

    /// Forgets all calls: the connection is ending.
    List<PendingCall> drain() {
        lock.lock();
        try {
            return pending.drain();
        } finally {
            lock.unlock();
        }
    }

    /// Accepts a reply. Never waits.
    ///
    /// @return false if so much is unwritten that the other side does not seem to read; nothing is written then
    /// @throws FrameTooLargeException if it is too large; nothing is written
    <T> boolean reply(Inbound request, Codec<T> codec, T value) throws FrameTooLargeException {
        Output claimed;
        lock.lock();
        try {
            if (queue.isClosed() || overflowed) return true;
            if (queue.unwrittenBytes() > replyBytes) return false;
            var length = queue.append(ServiceId.REPLIES.value(), request.cid(), Metadata.NONE, null, codec, value);
            queue.sent().count(Kind.REPLY, length);
            connection.receiveWindows().returned(request);
            claimed = queue.claimOrWake(
                    connection.intake().requests() <= 1 && pending.size() == 0, FrameQueue.Trust.PONGS);
        } finally {
            lock.unlock();
        }
        if (claimed != null) queue.write(claimed);
        return true;
    }

    /// Accepts an error frame. Never waits.
    ///
    /// @param request what it answers, if that has been let in
    <T> void error(long cid, @Nullable Inbound request, Codec<T> codec, T value) {
        lock.lock();
        try {
            if (!hasSpare()) return;
            append(ServiceId.ERRORS.value(), cid, codec, value);
            if (request != null) connection.receiveWindows().returned(request);
        } finally {
            lock.unlock();
        }
    }

    /// Accepts a control frame. Never waits, and leaves writing to the writer.
    ///
    /// @return how many bytes have been accepted in all, this frame included
    <T> long control(long sid, Codec<T> codec, T value) {
        lock.lock();
        try {
            if (hasSpare()) append(sid, 0, codec, value);
            return queue.acceptedBytes();
        } finally {
            lock.unlock();
        }
    }

    /// Gives the other side credit, as [#control] does.
    <T> void credit(ReceiveWindows.Due due, long sid, Codec<T> codec, T value) {
        lock.lock();
        try {
            if (!hasSpare()) return;
            append(sid, 0, codec, value);
            connection.receiveWindows().returned(due);
        } finally {
            lock.unlock();
        }
    }

    private <T> void append(long sid, long cid, Codec<T> codec, T value) {
        try {
            var length = queue.append(sid, cid, Metadata.NONE, null, codec, value);
            queue.sent().count(sid == ServiceId.ERRORS.value() ? Kind.ERROR : Kind.CONTROL, length);
            queue.wakeWriter();
        } catch (FrameTooLargeException e) {
            throw new IllegalStateException("a frame of the peer itself is larger than a frame may be: " + value, e);
        }
    }

    private boolean hasSpare() {
        if (queue.isClosed() || overflowed) return false;
        if (queue.unwrittenBytes() <= replyBytes + SPARE_BYTES) return true;
        overflowed = true;
        connection.unread(queue.unwrittenBytes());
        return false;
    }

    /// The other side has said hello: its limits hold for all that is sent after the offer.
    ///
    /// @param offer writes that
    void greeted(Greeting greeting, Runnable offer) {
        lock.lock();
        try {
            queue.limitFrames(greeting.maxFrameBytes());
            metadata = greeting.metadata();
            offer.run();
            windows.greeted(greeting.windowMessages(), greeting.windowBytes());
            room.opened();
        } finally {
            lock.unlock();
        }
    }

    /// Runs an action between two frames: what is written before does not know of it yet, what is written after does.
    void betweenFrames(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /// How large a frame may be, as far as is known.
    long frameBytes() {
        lock.lock();
        try {
            return queue.maxFrameBytes();
        } finally {
            lock.unlock();
        }
    }

    /// What the other side's hello means for what is sent to it.
    record Greeting(long maxFrameBytes, int windowMessages, long windowBytes, boolean metadata) {}

    /// Whether the other side knows what may come before a message.
    boolean knowsMetadata() {
        lock.lock();
        try {
            return metadata;
        } finally {
            lock.unlock();
        }
    }

    /// The other side has no windows, or may have none.
    void legacy() {
        lock.lock();
        try {
            windows.legacy();
            room.opened();
        } finally {
            lock.unlock();
        }
    }

    /// Why no request is accepted any more, or null.
    @Nullable
    CallFailure refusal() {
        lock.lock();
        try {
            return refusal;
        } finally {
            lock.unlock();
        }
    }

    /// Whether no request is accepted any more.
    boolean isRefusing() {
        return refusal() != null;
    }

    /// Whether it is not known, or assumed, what the other side is.
    boolean isUnknown() {
        lock.lock();
        try {
            return windows.isUnknown();
        } finally {
            lock.unlock();
        }
    }

    /// The other side gives credit.
    ///
    /// @return what is wrong with it, or null
    @Nullable
    String credited(long sid, long messages, long bytes) {
        lock.lock();
        try {
            var wrong = windows.credit(sid, messages, bytes);
            room.opened();
            return wrong;
        } finally {
            lock.unlock();
        }
    }

    /// The other side has certainly read as much, counted as [#control] counts.
    void prove(long bytes) {
        lock.lock();
        try {
            queue.prove(bytes);
        } finally {
            lock.unlock();
        }
    }

    /// Accepts no requests any more. Those that wait are refused too.
    void refuse(CallFailure failure) {
        lock.lock();
        try {
            if (refusal == null) refusal = failure;
            windows.release();
            room.opened();
        } finally {
            lock.unlock();
        }
    }
}
