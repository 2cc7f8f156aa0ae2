package dev.thespis.cli.attack;

import dev.thespis.cli.dial.Dial;
import dev.thespis.remote.transport.Duplex;
import dev.thespis.wire.Codec;
import dev.thespis.wire.CorruptFrameException;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.FrameLimits;
import dev.thespis.wire.FrameReader;
import dev.thespis.wire.Output;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.ThespisWireFormat;
import dev.thespis.wire.cbor.Cbor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One connection of an attacker's: writes what it is told to, and counts what comes.
///
/// Written by one thread, read by one of its own, unless it is deaf. What has come is guarded by the lock.
final class Attacker implements AutoCloseable {
    private static final int CONNECT_MILLIS = 10_000;
    private static final ServiceId HELLO = ServiceId.of("thespis", "Hello");
    private static final int ENOUGH = 64;

    private final Socket socket = new Socket();
    private final Duplex stream;
    private final AtomicLong sentBytes = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Control.@Nullable Hello hello;
    private long replies;
    private long errors;
    private String lastError = "";
    private boolean closed;

    /// Whether it reads.
    enum Manners {
        READS,
        DEAF
    }

    /// One whose server has said hello.
    ///
    /// @param hello what it said
    record Greeted(Attacker attacker, Control.Hello hello) {}

    Attacker(InetSocketAddress server, Dial dial, Manners manners) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.connect(server, CONNECT_MILLIS);
            stream = dial.over(socket, server.getHostString());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        if (manners == Manners.READS) Thread.ofVirtual().name("attacker").start(this::read);
    }

    /// A frame of a service of the namespace `remotes`.
    static byte[] frame(String name, long cid, String payloadHex) {
        return frame(ServiceId.of("remotes", name).value(), cid, HexFormat.of().parseHex(payloadHex));
    }

    static byte[] frame(long sid, long cid, byte[] payload) {
        return header(24 + payload.length, sid, cid, payload.length)
                .put(payload)
                .array();
    }

    /// A header whose length may lie.
    static ByteBuffer header(long length, long sid, long cid, int roomBytes) {
        return ByteBuffer.allocate(24 + roomBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .putLong(sid)
                .putLong(cid);
    }

    void send(byte[] bytes) throws IOException {
        stream.write(ByteBuffer.wrap(bytes));
        sentBytes.addAndGet(bytes.length);
    }

    void hello() throws IOException {
        send(control("Hello", Control.HELLO, Control.Hello.ours()));
    }

    /// A frame of a control service.
    static <T> byte[] control(String name, Codec<T> codec, T value) {
        var out = new Output(ENOUGH);
        codec.write(value, out);
        return frame(ServiceId.of("thespis", name).value(), 0, Arrays.copyOf(out.array(), out.position()));
    }

    long sentBytes() {
        return sentBytes.get();
    }

    private void read() {
        var frames = new ThespisWireFormat().reader(new FrameLimits(4 << 20, 64 << 20));
        try (stream) {
            while (frames.fill(stream) >= 0)
                for (var step = frames.next(); step != FrameReader.Step.MORE; step = frames.next()) note(frames);
        } catch (IOException | CorruptFrameException e) {
            // that it is closed is what is noted
        } finally {
            note(() -> closed = true);
        }
    }

    private void note(FrameReader frame) {
        var sid = frame.serviceId();
        if (sid == ServiceId.REPLIES.value()) note(() -> replies++);
        else if (sid == ServiceId.ERRORS.value()) noteError(frame);
        else if (sid == HELLO.value()) noteHello(frame);
    }

    private void noteError(FrameReader frame) {
        var text = new String(frame.payload().toByteArray(), StandardCharsets.ISO_8859_1);
        note(() -> {
            errors++;
            lastError = text;
        });
    }

    private void noteHello(FrameReader frame) {
        try {
            var said = Cbor.decode(Control.HELLO, frame.payload());
            note(() -> hello = said);
        } catch (DecodeException e) {
            // it is as if it had said nothing
        }
    }

    private void note(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Something to wait for, asked under the lock.
    private interface Wish {
        boolean holds();
    }

    private boolean await(Wish wish, long untilNanos) throws InterruptedException {
        lock.lock();
        try {
            while (!wish.holds()) {
                var left = untilNanos - System.nanoTime();
                if (left <= 0 || closed) return false;
                changed.await(left, TimeUnit.NANOSECONDS);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    Control.@Nullable Hello awaitHello(long untilNanos) throws InterruptedException {
        await(() -> hello != null, Math.min(untilNanos, System.nanoTime() + TimeUnit.SECONDS.toNanos(2)));
        return hello;
    }

    /// Waits until so many replies and errors have come.
    boolean awaitAnswers(long count, long untilNanos) throws InterruptedException {
        return await(() -> replies + errors >= count, untilNanos);
    }

    boolean awaitClosed(long untilNanos) throws InterruptedException {
        return await(() -> closed, untilNanos);
    }

    long errors() {
        lock.lock();
        try {
            return errors;
        } finally {
            lock.unlock();
        }
    }

    long answers() {
        lock.lock();
        try {
            return replies + errors;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Whether the last error that came is of a kind.
    boolean lastErrorIs(String kind) {
        lock.lock();
        try {
            return lastError.contains(kind);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        try {
            socket.setSoLinger(true, 0); // leaves no port behind that is waited for
            socket.close();
        } catch (IOException e) {
            // of no use any more in any case
        }
    }
}
