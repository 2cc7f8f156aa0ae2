package dev.thespis.remote.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One direction of an in-memory pair: a ring of bytes with one reader and one writer.
///
/// All fields are guarded by the lock. Closing either end fails the writer; the reader gets what was written before the
/// writer shut down, and fails at once if its own end is closed.
final class MemoryPipe {
    private static final int CAPACITY_BYTES = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private byte[] ring = new byte[512];
    private int start;
    private int count;
    private boolean shutdown;
    private boolean readerClosed;

    int read(ByteBuffer target) throws IOException {
        lock.lock();
        try {
            while (count == 0 && !shutdown && !readerClosed) changed.awaitUninterruptibly();
            if (readerClosed) throw new ClosedChannelException();
            if (count == 0) return -1;
            var length = Math.min(count, target.remaining());
            var first = Math.min(length, ring.length - start);
            target.put(ring, start, first).put(ring, 0, length - first);
            start = (start + length) % ring.length;
            count -= length;
            changed.signalAll();
            return length;
        } finally {
            lock.unlock();
        }
    }

    void write(ByteBuffer source) throws IOException {
        lock.lock();
        try {
            while (source.hasRemaining()) {
                if (shutdown || readerClosed) throw new IOException("the other end of the in-memory pair is closed");
                if (count == ring.length && !grow()) changed.awaitUninterruptibly();
                else put(source);
            }
        } finally {
            lock.unlock();
        }
    }

    private void put(ByteBuffer source) {
        var end = (start + count) % ring.length;
        var length = Math.min(source.remaining(), Math.min(ring.length - count, ring.length - end));
        source.get(ring, end, length);
        count += length;
        changed.signalAll();
    }

    private boolean grow() {
        if (ring.length == CAPACITY_BYTES) return false;
        var larger = new byte[ring.length * 2];
        System.arraycopy(ring, start, larger, 0, ring.length - start);
        System.arraycopy(ring, 0, larger, ring.length - start, start);
        ring = larger;
        start = 0;
        return true;
    }

    void shutdown() {
        lock.lock();
        try {
            shutdown = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void closeReader() {
        lock.lock();
        try {
            readerClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
