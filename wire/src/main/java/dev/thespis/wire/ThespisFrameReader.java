package dev.thespis.wire;

import static dev.thespis.wire.ThespisWireFormat.CONNECTION_ID_OFFSET;
import static dev.thespis.wire.ThespisWireFormat.FIELDS;
import static dev.thespis.wire.ThespisWireFormat.HEADER_BYTES;
import static dev.thespis.wire.ThespisWireFormat.LENGTH_OFFSET;
import static dev.thespis.wire.ThespisWireFormat.SERVICE_ID_OFFSET;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/// Parses the frames in a [ReadBuffer].
///
/// ```
///  HEADER ──── fits ────► PAYLOAD ──── complete: FRAME ────► HEADER
///  HEADER ── OVERSIZE ──► SKIPPING ─── skipped ────────────► HEADER
///  HEADER ── no frame ──► CORRUPT, for ever
/// ```
final class ThespisFrameReader implements FrameReader {
    /// How a TLS handshake begins, the type of its record and the version, read as the end of a length.
    private static final int TLS = 0x0316;

    private static final byte[] NOTHING = {};

    private enum State {
        /// The next byte is the first of a header, of which some may be there.
        HEADER,
        /// A frame's header was read; it is still in the buffer, as is what has come of the payload.
        PAYLOAD,
        /// Bytes of an oversize frame are to be thrown away.
        SKIPPING,
        /// The stream made no sense.
        CORRUPT
    }

    private final FrameLimits limits;
    private final ReadBuffer buffer = new ReadBuffer();
    private final Input payload = new Input(NOTHING, 0, 0);

    private State state = State.HEADER;
    private long frameBytes;
    private long serviceId;
    private long connectionId;
    private int payloadIndex;
    private int payloadBytes;
    private long bytesToSkip;

    ThespisFrameReader(FrameLimits limits) {
        this.limits = limits;
    }

    @Override
    public int fill(ReadableByteChannel channel) throws IOException {
        return buffer.fill(channel, state == State.PAYLOAD ? frameBytes : HEADER_BYTES);
    }

    @Override
    public Step next() throws CorruptFrameException {
        if (state == State.SKIPPING && !skipped()) return Step.MORE;
        if (state == State.HEADER && buffer.available() >= Long.BYTES) checkLength();
        if (state == State.HEADER && buffer.available() >= HEADER_BYTES && readHeader() == State.SKIPPING)
            return Step.OVERSIZE;
        return switch (state) {
            case HEADER, SKIPPING -> Step.MORE;
            case PAYLOAD -> complete() ? Step.FRAME : Step.MORE;
            case CORRUPT -> throw corrupt();
        };
    }

    /// Whether what is to be skipped has come and gone.
    private boolean skipped() {
        int now = (int) Math.min(bytesToSkip, buffer.available());
        buffer.consume(now);
        bytesToSkip -= now;
        if (bytesToSkip > 0) return false;
        state = State.HEADER;
        return true;
    }

    /// Looks at the length alone: the rest of the header may never come.
    private void checkLength() throws CorruptFrameException {
        frameBytes = field(LENGTH_OFFSET);
        if (Long.compareUnsigned(frameBytes, HEADER_BYTES) >= 0
                && Long.compareUnsigned(frameBytes, limits.skipBytes()) <= 0) return;
        state = State.CORRUPT;
        throw corrupt();
    }

    private CorruptFrameException corrupt() {
        return new CorruptFrameException("length=" + Long.toUnsignedString(frameBytes) + " of a frame, must be from "
                + HEADER_BYTES + " to " + limits.skipBytes()
                + ((frameBytes & 0xffff) == TLS ? "; it looks like the beginning of a TLS handshake" : ""));
    }

    private State readHeader() {
        serviceId = field(SERVICE_ID_OFFSET);
        connectionId = field(CONNECTION_ID_OFFSET);
        payloadBytes = 0;
        if (frameBytes <= limits.acceptBytes()) {
            state = State.PAYLOAD;
        } else {
            buffer.consume(HEADER_BYTES);
            bytesToSkip = frameBytes - HEADER_BYTES;
            state = State.SKIPPING;
        }
        return state;
    }

    private boolean complete() {
        if (buffer.available() < frameBytes) return false;
        payloadIndex = buffer.index() + HEADER_BYTES;
        payloadBytes = (int) frameBytes - HEADER_BYTES;
        buffer.consume((int) frameBytes);
        state = State.HEADER;
        return true;
    }

    private long field(int offset) {
        return (long) FIELDS.get(buffer.array(), buffer.index() + offset);
    }

    @Override
    public boolean partial() {
        return state != State.HEADER || buffer.available() > 0;
    }

    @Override
    public boolean begun() {
        return state == State.PAYLOAD;
    }

    @Override
    public long serviceId() {
        return serviceId;
    }

    @Override
    public long connectionId() {
        return connectionId;
    }

    @Override
    public long frameBytes() {
        return frameBytes;
    }

    @Override
    public Input payload() {
        payload.reset(buffer.array(), payloadIndex, payloadBytes);
        return payload;
    }
}
