package dev.thespis.remote;

import dev.thespis.remote.transport.Duplex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.concurrent.CountDownLatch;

/// A stream whose incoming bytes can be held up, while what is written goes on its way.
final class HeldDuplex implements Duplex {
    private final Duplex inner;

    /// Lets through while it is open.
    private volatile CountDownLatch sluice = new CountDownLatch(0);

    HeldDuplex(Duplex inner) {
        this.inner = inner;
    }

    /// Lets nothing more through; a read that waits for bytes already will keep them.
    void hold() {
        sluice = new CountDownLatch(1);
    }

    void release() {
        sluice.countDown();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        var count = inner.read(target);
        try {
            sluice.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
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
    public Principal principal() {
        return inner.principal();
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
        release();
        inner.close();
    }
}
