package dev.thespis.remote;

import dev.thespis.wire.CorruptFrameException;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.FrameReader;
import dev.thespis.wire.FrameReader.Step;
import dev.thespis.wire.Input;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A frame that arrives in fragments: what has come of it.
///
/// ```
///  HEADER ── the header has come, and the rest is wanted ──► KEPT ────┐
///     └───── it is too long, or not wanted ────────────────► SKIPPED ─┴── all has come: complete
/// ```
///
/// Belongs to the reader, but for how long it takes and what it holds.
final class ArrivingFrame {
    private enum State {
        HEADER,
        KEPT,
        SKIPPED
    }

    private @Nullable FrameReader reader;
    private State state = State.HEADER;
    private boolean oversize;
    private long sid;
    private long cid;
    private long bytes = Long.MAX_VALUE;
    private final long firstNanos;

    /// When it began, not counting when nothing was read.
    private volatile long beganNanos;

    private volatile long arrivedBytes;
    private volatile boolean kept = true;

    /// Of a request that has taken credit.
    ReceiveWindows.@Nullable Inflow inflow;

    ArrivingFrame(FrameReader reader, long nowNanos) {
        this.reader = reader;
        this.firstNanos = nowNanos;
        this.beganNanos = nowNanos;
    }

    /// Takes what a fragment carries.
    ///
    /// @param length how much that is
    /// @param gatekeeper asked once, when the header has come
    /// @throws DecodeException if it is not allowed
    /// @throws CorruptFrameException if it is the beginning of no frame
    @SuppressWarnings("NonAtomicVolatileUpdate") // by the reader only
    void take(Input piece, int length, Assembly.Gatekeeper gatekeeper) throws DecodeException, CorruptFrameException {
        arrivedBytes += length;
        var channel = new Piece(piece);
        var from = reader;
        while (from != null && piece.remaining() > 0) {
            channel.fill(from);
            var step = from.next();
            if (state == State.HEADER && (step != Step.MORE || from.begun())) headed(from, step, gatekeeper);
            if (state == State.SKIPPED) from = null;
            if (step == Step.FRAME) break;
        }
        reader = from;
        if (arrivedBytes > bytes)
            throw new DecodeException(arrivedBytes + " bytes have come of a frame of " + bytes + " bytes");
    }

    private void headed(FrameReader from, Step step, Assembly.Gatekeeper gatekeeper) throws DecodeException {
        sid = from.serviceId();
        cid = from.connectionId();
        bytes = from.frameBytes();
        oversize = step == Step.OVERSIZE;
        state = State.SKIPPED; // also if it turns out that it is not allowed
        if (gatekeeper.admits(this)) state = State.KEPT;
        kept = state == State.KEPT;
    }

    boolean isHeaded() {
        return state != State.HEADER;
    }

    /// Whether it is longer than what is accepted.
    boolean isOversize() {
        return oversize;
    }

    boolean isKept() {
        return state == State.KEPT;
    }

    boolean isComplete() {
        return arrivedBytes == bytes;
    }

    long sid() {
        return sid;
    }

    long cid() {
        return cid;
    }

    long bytes() {
        return bytes;
    }

    boolean isReply() {
        return sid == ServiceId.REPLIES.value();
    }

    /// When the first fragment was read.
    long firstNanos() {
        return firstNanos;
    }

    /// The payload, once it is complete and if it was kept. It belongs to who takes it.
    Input payload() {
        return Objects.requireNonNull(reader).payload();
    }

    /// For so long nothing was read.
    @SuppressWarnings("NonAtomicVolatileUpdate") // by the reader only
    void delay(long nanos) {
        beganNanos += nanos;
    }

    // Any thread:

    /// When it will have taken too long, unless more of it comes.
    long dueNanos(long frameNanos, long bytesPerSecond) {
        var extra = bytesPerSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(arrivedBytes) / bytesPerSecond;
        return beganNanos + Math.max(frameNanos, extra);
    }

    /// How many bytes have come.
    long arrivedBytes() {
        return arrivedBytes;
    }

    /// How many bytes are held.
    long heldBytes() {
        return kept ? arrivedBytes : 0;
    }

    /// What a fragment carries, as something to read from.
    private record Piece(Input input) implements ReadableByteChannel {
        void fill(FrameReader reader) {
            try {
                var unused = reader.fill(this);
            } catch (IOException e) {
                throw new IllegalStateException("what is in memory can't be read", e);
            }
        }

        @Override
        public int read(ByteBuffer target) {
            return input.copyTo(target);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
