package dev.thespis.remote;

import dev.thespis.remote.transport.Duplex;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A stream whose writes fail from some moment on, while reading goes on.
final class FailingDuplex implements Duplex {
    private final Duplex inner;
    private volatile boolean failing;
    private volatile @Nullable RuntimeException unexpected;

    FailingDuplex(Duplex inner) {
        this.inner = inner;
    }

    void failNextWrite() {
        failing = true;
    }

    /// What no stream ought to do.
    void throwAtNextWrite(RuntimeException exception) {
        unexpected = exception;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return inner.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        var thrown = unexpected;
        if (thrown != null) throw thrown;
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
