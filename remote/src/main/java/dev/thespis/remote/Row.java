package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.remote.control.Fragment;
import dev.thespis.wire.Codec;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import org.jspecify.annotations.Nullable;

/// A frame of ours that goes in fragments: how far it has come, and who waits for it.
///
/// ```
///  WAITING ── begun ──► GOING ── last fragment taken for writing ──► WRITTEN
///     └──── given up ─────┴────► ABORTED
/// ```
///
/// Guarded by the outbox's lock, but for the bytes, which nobody changes.
final class Row {
    /// What the next fragment carries.
    record Piece(Row row, int bytes) {}

    /// Writes fragments.
    static final Codec<Piece> FRAGMENT = new Codec<>() {
        @Override
        public void write(Piece piece, Output out) {
            Fragment.write(out, piece.row.frame, piece.row.position, piece.bytes);
        }

        @Override
        public Piece read(Input in) {
            throw new IllegalStateException("fragments are not read here");
        }
    };

    private static final byte[] NO_OFFER = {};

    private enum State {
        WAITING,
        GOING,
        WRITTEN,
        ABORTED
    }

    final byte[] frame;
    final int length;
    final @Nullable Parcel parcel;

    /// The frame that goes right before the last fragment; empty if there is none.
    final byte[] offer;

    /// The number of the row, once it has begun.
    long number;

    int position;

    /// Of a request: what it has taken a message of.
    SendWindows.@Nullable Window window;

    /// Of a request that is a call.
    @Nullable
    PendingCall call;

    /// Of a request that nobody waits for: the namespace of the capability that it is sent to, which is held as long.
    @Nullable
    String address;

    /// Comes when it is written or given up; null if nobody waits for that.
    @Nullable
    ParkedTurn over;

    private State state = State.WAITING;
    private @Nullable CallFailure failure;

    /// @param length how much of the array is the frame
    /// @param parcel the capabilities in it, if there are any
    Row(byte[] frame, int length, @Nullable Parcel parcel) {
        this.frame = frame;
        this.length = length;
        this.parcel = parcel;
        this.offer = parcel == null ? NO_OFFER : parcel.offer;
    }

    boolean isRequest() {
        return window != null;
    }

    /// What the frame is, to be counted as.
    FrameCounts.Kind kind() {
        if (!isRequest()) return FrameCounts.Kind.REPLY;
        return call == null ? FrameCounts.Kind.SEND : FrameCounts.Kind.CALL;
    }

    int left() {
        return length - position;
    }

    /// How much is still to be written because of it.
    int unwrittenBytes() {
        return left() + offer.length;
    }

    int heldBytes() {
        return frame.length + offer.length;
    }

    void begin(long newNumber) {
        number = newNumber;
        state = State.GOING;
    }

    /// Whether nothing of it was taken for writing: the other side need not be told of its end.
    boolean isUntouched() {
        return position == 0;
    }

    boolean isOpen() {
        return state == State.WAITING || state == State.GOING;
    }

    boolean isWritten() {
        return state == State.WRITTEN;
    }

    void written() {
        state = State.WRITTEN;
        if (over != null) over.wake();
    }

    void abort(CallFailure why) {
        state = State.ABORTED;
        failure = why;
        if (over != null) over.wake();
    }

    /// Why it was given up.
    @Nullable
    CallFailure failure() {
        return failure;
    }
}
