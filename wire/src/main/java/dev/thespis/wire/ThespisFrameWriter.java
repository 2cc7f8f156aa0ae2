package dev.thespis.wire;

import static dev.thespis.wire.ThespisWireFormat.CONNECTION_ID_OFFSET;
import static dev.thespis.wire.ThespisWireFormat.FIELDS;
import static dev.thespis.wire.ThespisWireFormat.HEADER_BYTES;
import static dev.thespis.wire.ThespisWireFormat.LENGTH_OFFSET;
import static dev.thespis.wire.ThespisWireFormat.SERVICE_ID_OFFSET;

/// Writes the header when a frame begins and its length when it ends.
///
/// @param maxFrameBytes the largest frame to write
record ThespisFrameWriter(long maxFrameBytes) implements FrameWriter {
    @Override
    public int begin(Output out, long serviceId, long connectionId) {
        int start = out.position();
        out.reserve(HEADER_BYTES);
        FIELDS.set(out.array(), start + LENGTH_OFFSET, 0L);
        FIELDS.set(out.array(), start + SERVICE_ID_OFFSET, serviceId);
        FIELDS.set(out.array(), start + CONNECTION_ID_OFFSET, connectionId);
        out.position(start + HEADER_BYTES);
        return start;
    }

    @Override
    public void end(Output out, int start) throws FrameTooLargeException {
        long length = out.position() - (long) start;
        if (start < 0 || length < HEADER_BYTES)
            throw new IllegalArgumentException("start=" + start + ", position=" + out.position() + ": no frame begun");
        if (length > maxFrameBytes) {
            out.position(start);
            throw new FrameTooLargeException(length, maxFrameBytes);
        }
        FIELDS.set(out.array(), start + LENGTH_OFFSET, length);
    }
}
