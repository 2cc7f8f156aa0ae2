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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What may be sent when: requests wait for credit and for room, as [Departures] says, everything else goes at once.
///
/// Replies, errors, credit and the other control frames never wait, so no two peers can wait for each other. What of
/// these piles up before a peer that does not read is bounded all the same: a reply that finds more than `replyBytes`
/// unwritten becomes an error, and when even errors and control frames have filled another [#SPARE_BYTES], the
/// connection is given up.
///
/// All fields are guarded by the lock of the queue, so that what is decided and what is written come in one order.
final class Outbox {
    private static final int SPARE_BYTES = 1 << 20;

    /// In place of the connection id of a call that was given up before it was written.
    static final long NEVER_WRITTEN = -1;

    private final Connection connection;
    private final FrameQueue queue;
    private final ReentrantLock lock;
    private final PendingCalls pending = new PendingCalls();
    private final Departures departures;
    private final SendWindows windows;
    private final LongFrames longs;
    private final int replyBytes;

    private boolean overflowed;

    /// Why nothing is accepted any more but from topics, which drain.
    private volatile @Nullable CallFailure closing;

    Outbox(Connection connection, FrameQueue queue) {
        this.connection = connection;
        this.queue = queue;
        this.lock = queue.lock();
        this.replyBytes = connection.limits().replyBytes();
        this.departures = new Departures(connection, this, pending);
        this.windows = departures.windows();
        this.longs = departures.longs();
    }

    /// See [FrameQueue.Owner].
    void emptied() {
        departures.emptied();
    }

    /// See [FrameQueue.Owner].
    void written(Row row) {
        longs.written(row);
    }

    /// Something that requests wait for may be there. Under the lock.
    void opened() {
        departures.opened();
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

    /// The same.
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
        var refused = closing;
        if (refused != null) return refused;
        var patience = connection.reader().isCurrent() ? Patience.NONE : asked;
        return departures.request(sid, codec, message, call, patience, trace);
    }

    /// Accepts what a topic has accepted before, waiting as a send does; also when other requests are
    /// [refused][#refuseNew] already.
    @Nullable
    <T> CallFailure publish(long sid, Codec<T> codec, T message) throws InterruptedException {
        return departures.request(sid, codec, message, null, Patience.ENDLESS, null);
    }

    /// Whether a request with a frame of this size goes in fragments, and so its sender waits.
    boolean isLong(long frameBytes) {
        return underLock(() -> frameBytes > longs.requestBytes());
    }

    /// The calls that wait for their answers. Under the lock.
    PendingCalls pending() {
        return pending;
    }

    /// Why no request is accepted any more, or null.
    @Nullable
    CallFailure refusal() {
        return underLock(departures::refusal);
    }

    /// Those who wait for credit. Under the lock.
    CreditWaits waits() {
        return departures.waits();
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
            queue.headway().confirm(call.mark);
            if (call.window != null) {
                windows.giveFrame(call.window, call.frameBytes);
                opened();
            }
            return call;
        } finally {
            lock.unlock();
        }
    }

    /// Whether nobody holds the lock just now, and it is a thread that waits for the answer to a call: no stage of a
    /// future is run when it comes.
    boolean isFreeFor(long cid) {
        if (!lock.tryLock()) return false;
        try {
            return pending.isAwaitedByThread(cid);
        } finally {
            lock.unlock();
        }
    }

    /// Whether somebody waits for the answer to a call.
    boolean isAwaited(long cid) {
        return underLock(() -> pending.isAwaited(cid));
    }

    /// Forgets a call that was settled without an answer. Where credit is counted it stays registered until the answer;
    /// but one that is not written yet is given up.
    ///
    /// @return the connection id to cancel, as [#toCancel] returns it
    long forget(PendingCall call) {
        lock.lock();
        try {
            var cid = toCancel(call);
            if (call.window == null) pending.remove(call);
            return cid;
        } finally {
            lock.unlock();
        }
    }

    /// The connection id of a call that is to be cancelled. The other side counts cancels: there is one for each call.
    /// One that is not written yet is given up instead.
    ///
    /// @return 0 if it is answered already, or its id has been returned before; [#NEVER_WRITTEN] if it is not written
    /// and never will be
    long toCancel(PendingCall call) {
        lock.lock();
        try {
            if (call instanceof PendingCall.Blocking blocking && blocking.deposited != null) {
                blocking.deposited.withdraw();
                return NEVER_WRITTEN;
            }
            if (call.row != null) {
                longs.abort(call.row, new CallFailure.Cancelled(Handled.NO));
                return NEVER_WRITTEN;
            }
            if (call.cid == 0) return NEVER_WRITTEN; // it is settled, so it is let go when its turn comes
            if (!pending.contains(call) || call.cancelled) return 0;
            call.cancelled = true;
            return call.cid;
        } finally {
            lock.unlock();
        }
    }

    /// Collects the calls that are late, and wakes those that wait for credit or room and are.
    ///
    /// @param late where to put them
    /// @param farNanos what to return if none comes next
    /// @return when the next one is due
    long late(long now, List<PendingCall> late, long farNanos) {
        return underLock(() -> departures.late(now, late, pending.late(now, late, farNanos)));
    }

    /// How many calls wait for their answers, those included that their callers have given up.
    int pendingCalls() {
        return underLock(() -> pending.size());
    }

    /// Gives memory back that was not needed since the last time.
    ///
    /// @return whether there is more to be given back the next time
    boolean trim() {
        return underLock(() -> {
            waits().trim();
            var moreCalls = pending.trim();
            var moreWindows = windows.trim();
            return queue.trim() || moreCalls || moreWindows;
        });
    }

    /// Whether all credit has come back that the other side has given.
    boolean hasAllCredit() {
        return underLock(windows::areFull);
    }

    /// Requests of ours, as they stand.
    PeerStats.Outgoing look() {
        return underLock(() -> waits().look(pending.size(), queue.unwrittenBytes(), windows.look()));
    }

    /// The calls that wait for their answers.
    List<PendingCall> calls() {
        return underLock(() -> pending.all());
    }

    /// Forgets all calls: the connection is ending.
    List<PendingCall> drain() {
        return underLock(() -> pending.drain());
    }

    /// Accepts a reply. Never waits.
    ///
    /// @return false if so much is unwritten that the other side does not seem to read; nothing is written then
    /// @throws FrameTooLargeException if it is too large; nothing is written
    <T> boolean reply(Inbound request, Codec<T> codec, T value) throws FrameTooLargeException {
        Output claimed = null;
        int length;
        lock.lock();
        try {
            if (queue.isClosed() || overflowed) return true;
            if (queue.unwrittenBytes() > replyBytes) return false;
            length = queue.append(
                    ServiceId.REPLIES.value(), request.cid(), Metadata.NONE, null, codec, value, longs.replyBytes());
            if (length != FrameQueue.LONG) {
                queue.sent().count(Kind.REPLY, length);
                connection.receiveWindows().returned(request);
                claimed = queue.claimOrWake(
                        connection.intake().requests() <= 1 && pending.size() == 0, Headway.Trust.PONGS);
            }
        } finally {
            lock.unlock();
        }
        if (claimed != null) queue.write(claimed);
        return length != FrameQueue.LONG || longs.reply(request, codec, value);
    }

    /// How much waits to be written.
    long unwrittenBytes() {
        return underLock(queue::unwrittenBytes);
    }

    /// Whether so little is unwritten that one more reply may be.
    boolean hasRoomForReply() {
        return underLock(() -> queue.unwrittenBytes() <= replyBytes);
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
            return queue.headway().acceptedBytes();
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
            var length = queue.append(sid, cid, Metadata.NONE, null, codec, value, FrameQueue.UNLIMITED);
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
        locked(() -> {
            queue.limitFrames(greeting.maxFrameBytes());
            departures.greeted(greeting.metadata());
            offer.run();
            windows.greeted(greeting.windowMessages(), greeting.windowBytes(), greeting.fragments());
            if (greeting.fragments()) longs.greeted(queue.maxFrameBytes(), greeting.windowBytes());
            opened();
        });
    }

    /// Runs an action between two frames: what is written before does not know of it yet, what is written after does.
    <T> T betweenFrames(Supplier<T> action) {
        return underLock(action);
    }

    /// How large a frame may be, as far as is known.
    long frameBytes() {
        return underLock(() -> queue.maxFrameBytes());
    }

    /// What the other side's hello means for what is sent to it.
    record Greeting(long maxFrameBytes, int windowMessages, long windowBytes, boolean metadata, boolean fragments) {}

    /// Whether the other side knows what may come before a message.
    boolean knowsMetadata() {
        return underLock(departures::knowsMetadata);
    }

    /// The other side has no windows, or may have none.
    void legacy() {
        locked(() -> {
            windows.legacy();
            departures.opened();
        });
    }

    void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    <T> T underLock(Supplier<T> look) {
        lock.lock();
        try {
            return look.get();
        } finally {
            lock.unlock();
        }
    }

    /// Whether no request is accepted any more.
    boolean isRefusing() {
        return closing != null || refusal() != null;
    }

    /// Accepts no requests any more, but from topics. What waits goes on waiting.
    void refuseNew(CallFailure failure) {
        closing = failure;
    }

    /// Whether it is not known, or assumed, what the other side is.
    boolean isUnknown() {
        return underLock(() -> windows.isUnknown());
    }

    /// The other side gives credit.
    ///
    /// @return what is wrong with it, or null
    @Nullable
    String credited(long sid, long messages, long bytes) {
        lock.lock();
        try {
            var wrong = windows.credit(sid, messages, bytes);
            opened();
            return wrong;
        } finally {
            lock.unlock();
        }
    }

    /// The other side has certainly read as much, counted as [#control] counts.
    void prove(long bytes) {
        locked(() -> queue.headway().prove(bytes));
    }

    /// Accepts no requests any more. Those that wait are refused too.
    void refuse(CallFailure failure) {
        locked(() -> departures.refuse(failure));
    }
}
