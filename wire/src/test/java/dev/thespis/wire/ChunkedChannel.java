package dev.thespis.wire;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.function.IntSupplier;

/// A channel of bytes that are all there, handed out in pieces.
public final class ChunkedChannel implements ReadableByteChannel {
    private final ByteBuffer bytes;
    private final IntSupplier sizes;

    /// @param bytes all that there is
    /// @param sizes how many bytes each read may give
    public ChunkedChannel(byte[] bytes, IntSupplier sizes) {
        this.bytes = ByteBuffer.wrap(bytes);
        this.sizes = sizes;
    }

    @Override
    public int read(ByteBuffer target) {
        if (!bytes.hasRemaining()) return -1;
        int size = Math.min(Math.min(sizes.getAsInt(), target.remaining()), bytes.remaining());
        target.put(bytes.slice(bytes.position(), size));
        bytes.position(bytes.position() + size);
        return size;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
