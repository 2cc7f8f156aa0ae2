package dev.thespis.remote.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/// One end of an in-memory pair.
final class MemoryDuplex implements Duplex {
    private final MemoryPipe in;
    private final MemoryPipe out;
    private final String remote;
    private volatile boolean open = true;

    MemoryDuplex(MemoryPipe in, MemoryPipe out, String remote) {
        this.in = in;
        this.out = out;
        this.remote = remote;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return in.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        var count = source.remaining();
        out.write(source);
        return count;
    }

    @Override
    public void shutdownOutput() {
        out.shutdown();
    }

    @Override
    public String remote() {
        return remote;
    }

    @Override
    public Writing writing() {
        return Writing.ANY_THREAD;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        in.closeReader();
        out.shutdown();
    }
}
