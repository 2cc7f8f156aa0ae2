package dev.thespis.remote;

import dev.thespis.remote.control.Fragment;
import dev.thespis.wire.CorruptFrameException;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.ThespisWireFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The frames that arrive in fragments, and have not come as a whole.
///
/// What is held for them is bounded from the header on. A request takes its credit when that has come, and gives it
/// back if the other side gives it up. Replies that come at once claim no more than the window of bytes, the longest
/// one not counted. Of frames that are too long, and of those that nobody here wants, nothing is held but what their
/// headers say. Memory grows with what has arrived, never to what is claimed.
///
/// Belongs to the reader, but for what any thread may ask.
final class Assembly {
    static final int MOST_ROWS = Rows.MOST_REQUESTS + Rows.MOST_REPLIES;

    private final Connection connection;
    private final Gatekeeper gatekeeper;

    /// Made for the first that begins.
    private volatile Map<Long, ArrivingFrame> rows = Map.of();

    /// Since when the reader has dealt with frames, and so none can come; 0 while it reads.
    private volatile long busyNanos;

    /// Decides about a frame of which the header has come, and takes the credit of a request that is admitted.
    interface Gatekeeper {
        /// Asked once for each frame.
        ///
        /// @return whether the rest of it is wanted
        /// @throws DecodeException if it is not allowed
        boolean admits(ArrivingFrame frame) throws DecodeException;
    }

    /// @param gatekeeper asked when the frame is allowed as far as other frames that arrive are concerned
    Assembly(Connection connection, Gatekeeper gatekeeper) {
        this.connection = connection;
        this.gatekeeper = gatekeeper;
    }

    /// Takes a fragment.
    ///
    /// @param number of the row
    /// @param nowNanos when it was read
    /// @return the frame, if it has come as a whole
    /// @throws DecodeException if it is not allowed
    /// @throws CorruptFrameException if what comes is no frame
    @Nullable
    ArrivingFrame take(long number, Input payload, long nowNanos) throws DecodeException, CorruptFrameException {
        if (number == 0) throw new DecodeException("it belongs to no row");
        var length = Fragment.read(payload);
        var row = rows.get(number);
        if (length == 0) {
            giveUp(number, row);
            return null;
        }
        if (row == null) row = begin(number, nowNanos);
        row.take(payload, length, this::admits);
        if (!row.isComplete()) return null;
        remove(number);
        return row;
    }

    private ArrivingFrame begin(long number, long nowNanos) throws DecodeException {
        if (rows.size() >= MOST_ROWS) throw new DecodeException(MOST_ROWS + " others have not ended");
        var reader = new ThespisWireFormat().reader(connection.limits().frames());
        var row = new ArrivingFrame(reader, nowNanos);
        if (rows.isEmpty()) rows = new ConcurrentHashMap<>(MOST_ROWS);
        rows.put(number, row);
        connection.watch().due(nowNanos + connection.limits().frameTime().toNanos());
        return row;
    }

    private void giveUp(long number, @Nullable ArrivingFrame row) throws DecodeException {
        if (row == null) throw new DecodeException("it gives up what has not begun");
        remove(number);
        if (row.inflow != null) connection.receiveWindows().giveBack(row.inflow, row.bytes());
    }

    private void remove(long number) {
        rows.remove(number);
        if (rows.isEmpty()) rows = Map.of();
    }

    private boolean admits(ArrivingFrame row) throws DecodeException {
        if (row.sid() == ServiceId.ERRORS.value() || Control.isOne(row.sid()))
            throw new DecodeException("frames of " + new ServiceId(row.sid()) + " don't come in fragments");
        var count = 0;
        var total = 0L;
        var longest = 0L;
        for (var other : rows.values()) {
            if (!other.isHeaded() || other.isReply() != row.isReply()) continue;
            count++;
            total += other.bytes();
            longest = Math.max(longest, other.bytes());
        }
        if (count > (row.isReply() ? Rows.MOST_REPLIES : Rows.MOST_REQUESTS))
            throw new DecodeException(count + (row.isReply() ? " replies" : " requests") + " come at once");
        var most = connection.limits().windowBytes();
        if (row.isReply() && total - longest > most)
            throw new DecodeException("replies that come at once have " + total + " bytes, over windowBytes=" + most
                    + " without the longest one");
        return gatekeeper.admits(row);
    }

    boolean isBusy() {
        return !rows.isEmpty();
    }

    /// The reader deals with frames from now on.
    void dealing(long nowNanos) {
        if (!rows.isEmpty()) busyNanos = nowNanos;
    }

    /// It reads again: what it did meanwhile is not counted as slowness of the other side.
    void reading(long nowNanos) {
        var since = busyNanos;
        if (since == 0) return;
        for (var row : rows.values()) row.delay(nowNanos - since);
        busyNanos = 0;
    }

    /// Nothing more comes.
    void clear() {
        rows = Map.of();
    }

    // Any thread:

    /// The row that will be the first to have taken too long, unless more of it comes.
    @Nullable
    ArrivingFrame slowest(long frameNanos, long bytesPerSecond) {
        ArrivingFrame slowest = null;
        if (busyNanos != 0) return null;
        for (var row : rows.values())
            if (slowest == null
                    || row.dueNanos(frameNanos, bytesPerSecond) - slowest.dueNanos(frameNanos, bytesPerSecond) < 0)
                slowest = row;
        return slowest;
    }

    /// How many bytes are held.
    long heldBytes() {
        var held = 0L;
        for (var row : rows.values()) held += row.heldBytes();
        return held;
    }
}
