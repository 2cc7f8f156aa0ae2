package dev.thespis.remote;

import dev.thespis.remote.transport.Duplex;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A stream whose writes fail from some moment on, while reading goes on.
final class FailingDuplex implements Duplex {
    private final Duplex inner;
    private volatile boolean failing;

    FailingDuplex(Duplex inner) {
        this.inner = inner;
    }

    void failNextWrite() {
        failing = true;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return inner.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        if (failing) throw new IOException("the cable is broken in one direction");
        return inner.write(source);
    }

    @Override
    public void shutdownOutput() throws IOException {
        inner.shutdownOutput();
    }

    @Override
    public String remote() {
        return inner.remote();
    }

    @Override
    public Writing writing() {
        return inner.writing();
    }

    @Override
    public boolean isOpen() {
        return inner.isOpen();
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }
}
