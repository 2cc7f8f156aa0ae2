package dev.thespis.remote;

import dev.thespis.remote.transport.Duplex;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A stream that gives and takes one byte at a time.
record Drops(Duplex under) implements Duplex {
    @Override
    public int read(ByteBuffer target) throws IOException {
        var one = ByteBuffer.allocate(1);
        var count = under.read(one);
        if (count > 0) target.put(one.flip());
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        var count = source.remaining();
        while (source.hasRemaining()) under.write(ByteBuffer.wrap(new byte[] {source.get()}));
        return count;
    }

    @Override
    public void shutdownOutput() throws IOException {
        under.shutdownOutput();
    }

    @Override
    public String remote() {
        return under.remote();
    }

    @Override
    public boolean isOpen() {
        return under.isOpen();
    }

    @Override
    public void close() throws IOException {
        under.close();
    }
}
