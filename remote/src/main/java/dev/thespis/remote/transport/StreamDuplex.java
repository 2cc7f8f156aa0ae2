package dev.thespis.remote.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// A pair of streams, such as the standard input and output of a process.
final class StreamDuplex implements Duplex {
    private final InputStream in;
    private final OutputStream out;
    private final String remote;
    private final Runnable onClose;
    private volatile boolean open = true;

    StreamDuplex(InputStream in, OutputStream out, String remote, Runnable onClose) {
        this.in = in;
        this.out = out;
        this.remote = remote;
        this.onClose = onClose;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        var count = in.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
        if (count > 0) target.position(target.position() + count);
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        var count = source.remaining();
        out.write(source.array(), source.arrayOffset() + source.position(), count);
        out.flush();
        source.position(source.limit());
        return count;
    }

    @Override
    public void shutdownOutput() throws IOException {
        out.close();
    }

    @Override
    public String remote() {
        return remote;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        if (!open) return;
        open = false;
        try (in;
                out) {
            onClose.run();
        }
    }
}
