package dev.thespis.cli.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Finds frames in what a socket brings, as cheaply as possible: a length, a service id and a connection id of 64
/// bits each, little-endian, then the payload. Used by one thread.
public final class RawFrames {
    /// How much is read at once; longer frames are not found.
    public static final int BUFFER_BYTES = 1 << 16;
    static final int HEADER_BYTES = 24;
    static final int CONNECTION_ID_OFFSET = 16;

    private final InputStream in;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int start;
    private int next;
    private int end;

    /// Starts to read.
    ///
    /// @param in what a socket brings
    public RawFrames(InputStream in) {
        this.in = in;
    }

    /// Reads once.
    ///
    /// @return false at the end of the stream
    /// @throws IOException if reading fails
    public boolean fill() throws IOException {
        System.arraycopy(buffer.array(), next, buffer.array(), 0, end - next);
        end -= next;
        next = 0;
        var count = in.read(buffer.array(), end, BUFFER_BYTES - end);
        if (count > 0) end += count;
        return count > 0;
    }

    /// Goes to the next frame.
    ///
    /// @return false if it is not complete
    public boolean next() {
        if (end - next < HEADER_BYTES) return false;
        var length = (int) buffer.getLong(next);
        if (end - next < length) return false;
        start = next;
        next += length;
        return true;
    }

    /// Whether the frame is to be answered.
    boolean isCall() {
        return buffer.getLong(start + CONNECTION_ID_OFFSET) != 0;
    }

    /// Appends the frame.
    ///
    /// @return where the next one is to be appended
    int copyTo(byte[] target, int position) {
        System.arraycopy(buffer.array(), start, target, position, next - start);
        return position + next - start;
    }
}
