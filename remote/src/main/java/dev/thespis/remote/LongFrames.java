package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.internal.Endpoint;
import dev.thespis.remote.control.Fragment;
import dev.thespis.remote.control.Metadata;
import dev.thespis.wire.Codec;
import dev.thespis.wire.FrameTooLargeException;
import dev.thespis.wire.Output;
import dev.thespis.wire.ServiceId;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What becomes of requests and replies that are too long to be written in one piece, if the other side puts fragments
/// together.
///
/// They are encoded one at a time, under this object's monitor and not the lock of the outbox: frames of others are
/// accepted and written meanwhile. Only one that carries addresses, which are exported as they are written, is
/// encoded under both. Then a request waits for its turn, and goes as a [Row], with everything else between its
/// fragments.
///
/// A sender stays here until its last fragment has been taken for writing, so that what it sends next comes behind. Who
/// may not wait leaves a *bar*: until its row is written all requests wait that come later. When a sender gives up, or
/// the connection stops accepting requests, its row is given up too, and its request certainly not handled.
///
/// A request that is longer than the other side's window of bytes would shut all others out until it is handled. So it
/// takes nothing of that window, but there may be one such request at a time.
///
/// The monitor is taken before the outbox's lock; all else is guarded by that.
final class LongFrames {
    /// How long a frame is at most that carries a fragment. Large enough that its costs do not show, and small enough
    /// that one is soon written, also where a link carries a few megabytes a second.
    static final int FRAGMENT_BYTES = 32 * 1024;

    private final Connection connection;
    private final Outbox outbox;
    private final FrameQueue queue;
    private final SendWindows windows;
    private final ReentrantLock lock;

    /// Where requests wait for their turn; made for the first that comes here. The second one is for those that are
    /// longer than the window of bytes.
    private @Nullable Turnstile turn;

    private @Nullable Turnstile largeTurn;

    private int pieceBytes = FrameQueue.UNLIMITED;
    private int requestBytes = FrameQueue.UNLIMITED;
    private @Nullable Row bar;

    LongFrames(Connection connection, Outbox outbox, FrameQueue queue, SendWindows windows) {
        this.connection = connection;
        this.outbox = outbox;
        this.queue = queue;
        this.windows = windows;
        this.lock = queue.lock();
    }

    // Under the outbox's lock:

    /// The other side puts fragments together.
    void greeted(long maxFrameBytes, long windowBytes) {
        pieceBytes = (int) Math.min(FRAGMENT_BYTES, maxFrameBytes) - Fragment.OVERHEAD_BYTES;
        requestBytes = (int) Math.min(pieceBytes, windowBytes);
        queue.rows().replyBytes(windowBytes);
        queue.pieceBytes(pieceBytes);
    }

    /// How long a request may be that goes in one piece.
    int requestBytes() {
        return requestBytes;
    }

    /// How long a reply may be that goes in one piece.
    int replyBytes() {
        return pieceBytes;
    }

    /// Whether later requests are to wait for one that nobody waits for.
    boolean isBarred() {
        return bar != null;
    }

    /// Something that requests wait for may be there.
    void opened() {
        if (turn != null) turn.opened();
        if (largeTurn != null) largeTurn.opened();
    }

    /// No request is accepted any more: those whose senders wait are given up. Others were accepted.
    void refuse(CallFailure failure) {
        for (var row : queue.rows().requests()) if (row.over != null) abort(row, failure);
        opened();
    }

    /// Gives up a request that is not written yet.
    void abort(Row row, CallFailure failure) {
        if (!row.isOpen()) return;
        row.abort(failure);
        queue.abort(row);
        if (row.parcel != null) connection.capabilities().notSent(row.parcel);
        var call = row.call;
        if (call != null) call.row = null;
        var window = row.window;
        if (window != null && (call == null || outbox.pending().remove(call))) windows.giveFrame(window, row.length);
        over(row);
    }

    @SuppressWarnings("ReferenceEquality") // another row is another one
    private void over(Row row) {
        if (bar == row) bar = null;
        if (row.address != null) connection.holdings().release(row.address);
        outbox.opened();
    }

    /// The last fragment of a row has been taken for writing.
    void written(Row row) {
        row.written();
        if (row.parcel != null) connection.capabilities().sent(row.parcel);
        if (!row.isRequest()) return;
        var call = row.call;
        if (call != null) {
            call.mark = queue.headway().acceptedBytes();
            call.row = null;
        }
        over(row);
    }

    // Without it:

    /// Accepts a long request that has taken a message of its window and has found room, and waits until it is written.
    ///
    /// @return why it is not accepted, or null
    @Nullable
    <T> CallFailure request(
            SendWindows.Window window,
            long sid,
            Codec<T> codec,
            T message,
            @Nullable PendingCall call,
            @Nullable TraceContext trace,
            Patience patience)
            throws InterruptedException {
        Row row = null;
        var begun = false;
        try {
            var cid = call == null ? 0 : outbox.underLock(() -> outbox.pending().nextCid());
            var metadata = outbox.knowsMetadata();
            var remaining = call == null || !metadata ? Metadata.NONE : call.remainingMicros();
            row = encode(sid, cid, remaining, metadata ? trace : null, codec, message);
            lock.lock();
            try {
                var failure = pass(turnstile(windows.isLarge(row.length)), window, patience);
                if (failure != null) return failure;
                if (call != null && !call.beginWriting()) return new CallFailure.Cancelled(Handled.NO);
                begun = true;
                begin(row, window, call, cid);
                if (patience.waits()) return await(row, patience);
                bar = row;
                row.address = connection.holdings().keep(sid); // it may be released before the row is written
                return null;
            } finally {
                lock.unlock();
            }
        } catch (FrameTooLargeException e) {
            return new CallFailure.TooLarge(e.sizeBytes(), e.limitBytes());
        } finally {
            if (!begun) notBegun(row, window);
        }
    }

    private Turnstile turnstile(boolean isLarge) {
        if (isLarge && largeTurn == null) largeTurn = new Turnstile(outbox.waits(), () -> going(windows.hasLarge()));
        if (!isLarge && turn == null) turn = new Turnstile(outbox.waits(), () -> going(windows.freeBytes() > 0));
        return Objects.requireNonNull(isLarge ? largeTurn : turn);
    }

    private int going(boolean hasCredit) {
        if (outbox.refusal() != null) return Integer.MAX_VALUE;
        return hasCredit && queue.rows().admitsRequest() && bar == null ? 1 : 0;
    }

    private @Nullable CallFailure pass(Turnstile turnstile, SendWindows.Window window, Patience patience)
            throws InterruptedException {
        try {
            var failure = outbox.waits().pass(turnstile, patience, window.sid, "bytes");
            return failure == null ? outbox.refusal() : failure;
        } finally {
            turnstile.opened();
        }
    }

    private void begin(Row row, SendWindows.Window window, @Nullable PendingCall call, long cid) {
        windows.takeFrame(row.length);
        row.window = window;
        row.call = call;
        if (call != null) {
            outbox.pending().add(call, cid, row.length, window);
            call.row = row;
        }
        queue.add(row);
        opened();
    }

    private void notBegun(@Nullable Row row, SendWindows.Window window) {
        lock.lock();
        try {
            if (row != null && row.parcel != null) connection.capabilities().notSent(row.parcel);
            windows.give(window, 1, 0);
            outbox.opened();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable CallFailure await(Row row, Patience patience) throws InterruptedException {
        var turn = new ParkedTurn(patience);
        row.over = turn;
        try {
            CallFailure failure = null;
            while (row.isOpen() && failure == null) failure = outbox.waits().await(turn);
            if (failure != null) abort(row, failure);
            return row.isWritten() ? null : row.failure();
        } catch (InterruptedException e) {
            if (!row.isWritten()) throw e;
            Thread.currentThread().interrupt(); // it is on its way
            return null;
        } finally {
            abort(row, new CallFailure.Cancelled(Handled.NO));
        }
    }

    /// Accepts a long reply. Does not wait, but for others that are being encoded: so no more than one goes beyond what
    /// may be unwritten.
    ///
    /// @return false if so much is unwritten that it is not accepted
    synchronized <T> boolean reply(Inbound request, Codec<T> codec, T value) throws FrameTooLargeException {
        if (!outbox.hasRoomForReply()) return false;
        var row = encode(ServiceId.REPLIES.value(), request.cid(), Metadata.NONE, null, codec, value);
        lock.lock();
        try {
            if (queue.isClosed()) {
                if (row.parcel != null) connection.capabilities().notSent(row.parcel);
                return true;
            }
            queue.add(row);
            connection.receiveWindows().returned(request);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private synchronized <T> Row encode(
            long sid, long cid, long remainingMicros, @Nullable TraceContext trace, Codec<T> codec, T value)
            throws FrameTooLargeException {
        try {
            var out = new Output(2 * FRAGMENT_BYTES, new Outside());
            queue.encode(out, sid, cid, remainingMicros, trace, codec, value);
            return new Row(out.array(), out.position(), null);
        } catch (Outside.Left e) {
            return encodeLocked(sid, cid, remainingMicros, trace, codec, value);
        }
    }

    private <T> Row encodeLocked(
            long sid, long cid, long remainingMicros, @Nullable TraceContext trace, Codec<T> codec, T value)
            throws FrameTooLargeException {
        var capabilities = connection.capabilities();
        var out = new Output(2 * FRAGMENT_BYTES, capabilities);
        var complete = false;
        lock.lock();
        try {
            queue.encode(out, sid, cid, remainingMicros, trace, codec, value);
            var offer = capabilities.offer();
            var first = new Output(0, capabilities);
            if (offer != null) // it may be too large, which is to be known now
            queue.encode(first, Control.OFFER.value(), 0, Metadata.NONE, null, Control.OFFER_CODEC, offer);
            complete = true;
            return new Row(out.array(), out.position(), capabilities.parcel(first));
        } finally {
            if (!complete) capabilities.notWritten();
            lock.unlock();
        }
    }

    /// The context of an output that is written without the outbox's lock: no address can be exported there.
    static final class Outside implements Giving {
        @Override
        public String give(Endpoint<?> address, Class<?> protocol) {
            throw new Left();
        }

        /// Thrown by who needs the lock, to begin anew with it.
        static final class Left extends RuntimeException {
            private static final long serialVersionUID = 1L;

            Left() {
                super(null, null, false, false);
            }
        }
    }
}
