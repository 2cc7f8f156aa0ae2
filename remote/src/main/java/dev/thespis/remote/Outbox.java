package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.remote.transport.Duplex;
import dev.thespis.wire.Codec;
import dev.thespis.wire.FrameTooLargeException;
import dev.thespis.wire.FrameWriter;
import dev.thespis.wire.Output;
import dev.thespis.wire.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The frames that wait to be written, and the decision who writes them.
///
/// Whoever has a frame encodes it behind the others in `filling`, under the lock, so frames leave in the order in which
/// they were accepted. To write is to *claim*: take `filling` away, put an empty buffer in its place, and write what
/// was
/// taken without holding the lock. There is one claim at a time (`writing`).
///
/// Usually the writer thread claims, and finds in one buffer all that has come together meanwhile. When the connection
/// is
/// otherwise idle, the thread that has the frame claims it itself, which spares waking the writer. Such a write must
/// not
/// wait, since its thread has a deadline or is an actor's: so it is done only while at most [#DIRECT_BYTES] are
/// *unconfirmed*, written after the last frame of which a reply or a pong proves that the other side has read it.
/// Sockets hold that much.
///
/// Requests wait while `filling` is over its limit, in order of arrival; replies and control frames never wait. What is
/// held is at most two buffers of that limit and a frame, and the replies to what was let in.
///
/// All fields are guarded by the lock, but for the buffer that is claimed: it belongs to the thread that writes.
final class Outbox {
    private static final int SMALL_BYTES = 256;
    private static final int SPARE_BYTES = 64 * 1024;
    private static final int DIRECT_BYTES = 64 * 1024;

    /// What to do with a request that finds no room: wait this long, in `System.nanoTime` terms.
    static final long WAIT_FOREVER = Long.MAX_VALUE;

    /// Not to wait at all.
    static final long DO_NOT_WAIT = Long.MIN_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Duplex duplex;
    private final WireFormat format;
    private final CallTable<PendingCall> pending;
    private final Intake intake;
    private final Consumer<IOException> onFailure;
    private final int queueBytes;

    private FrameWriter frames;
    private long maxFrameBytes;
    private Output filling = new Output(SMALL_BYTES);
    private @Nullable Output spare;
    private boolean writing;
    private boolean finishing;
    private boolean dropped;
    private boolean active;
    private @Nullable CallFailure refusal;
    private int waiting;
    private long lastCid;
    private long acceptedBytes;
    private long confirmedBytes;

    Outbox(
            Duplex duplex,
            WireFormat format,
            Limits limits,
            CallTable<PendingCall> pending,
            Intake intake,
            Consumer<IOException> onFailure) {
        this.duplex = duplex;
        this.format = format;
        this.pending = pending;
        this.intake = intake;
        this.onFailure = onFailure;
        this.queueBytes = limits.queueBytes();
        this.maxFrameBytes = limits.sendFrameBytes();
        this.frames = format.writer(maxFrameBytes);
    }

    /// Accepts a call or a send, waiting for room.
    ///
    /// @param call registered under a new connection id if the request is accepted; null for a send
    /// @param giveUpNanos when to stop waiting, or one of the constants
    /// @return why it is not accepted, or null
    /// @throws InterruptedException if interrupted while waiting; the request is not accepted
    @Nullable
    <T> CallFailure request(long sid, Codec<T> codec, T message, @Nullable PendingCall call, long giveUpNanos)
            throws InterruptedException {
        Output claimed = null;
        lock.lock();
        try {
            if (refusal != null) return refusal;
            if (waiting > 0 || filling.position() >= queueBytes) {
                var failure = awaitRoom(call, giveUpNanos);
                if (failure != null) return failure;
            }
            append(sid, codec, message, call);
            if (waiting > 0 && filling.position() < queueBytes) room.signal();
            if (call != null && mayWriteDirectly() && pending.size() == 1 && intake.requests() == 0) claimed = claim();
            else wakeWriter();
        } catch (FrameTooLargeException e) {
            return new CallFailure.TooLarge(e.sizeBytes(), e.limitBytes());
        } finally {
            lock.unlock();
        }
        if (claimed != null) write(claimed);
        return null;
    }

    private @Nullable CallFailure awaitRoom(@Nullable PendingCall call, long giveUpNanos) throws InterruptedException {
        if (giveUpNanos == DO_NOT_WAIT) return new CallFailure.Overloaded("the connection " + duplex.remote());
        waiting++;
        try {
            while (true) {
                if (giveUpNanos == WAIT_FOREVER) {
                    room.await();
                } else {
                    var left = giveUpNanos - System.nanoTime();
                    if (left <= 0)
                        return new CallFailure.Timeout(call == null ? Duration.ZERO : call.deadline, Handled.NO);
                    room.await(left, TimeUnit.NANOSECONDS);
                }
                if (refusal != null) return refusal;
                if (filling.position() < queueBytes) return null;
            }
        } finally {
            waiting--;
            // whoever leaves in vain passes the signal on that may have been meant for him
            if (waiting > 0 && (refusal != null || filling.position() < queueBytes)) room.signal();
        }
    }

    private <T> void append(long sid, Codec<T> codec, T message, @Nullable PendingCall call)
            throws FrameTooLargeException {
        var start = filling.position();
        var cid = call == null ? 0 : ++lastCid;
        encode(sid, cid, codec, message);
        acceptedBytes += filling.position() - start;
        if (call == null) return;
        call.cid = cid;
        call.mark = acceptedBytes;
        pending.put(cid, call);
    }

    private <T> void encode(long sid, long cid, Codec<T> codec, T value) throws FrameTooLargeException {
        var start = frames.begin(filling, sid, cid);
        var complete = false;
        try {
            codec.write(value, filling);
            frames.end(filling, start);
            complete = true;
        } finally {
            if (!complete) filling.position(start);
        }
    }

    /// Accepts a reply or an error. Never waits.
    ///
    /// @throws FrameTooLargeException if it is too large; nothing is written
    <T> void reply(long sid, long cid, Codec<T> codec, T value) throws FrameTooLargeException {
        Output claimed = null;
        lock.lock();
        try {
            if (dropped || finishing) return;
            var start = filling.position();
            encode(sid, cid, codec, value);
            acceptedBytes += filling.position() - start;
            if (mayWriteDirectly() && intake.requests() <= 1 && pending.size() == 0) claimed = claim();
            else wakeWriter();
        } finally {
            lock.unlock();
        }
        if (claimed != null) write(claimed);
    }

    /// Accepts a control frame. Never waits, and leaves writing to the writer.
    ///
    /// @return how many bytes have been accepted in all, this frame included
    <T> long control(long sid, Codec<T> codec, T value) {
        lock.lock();
        try {
            if (dropped || finishing) return acceptedBytes;
            var start = filling.position();
            encode(sid, 0, codec, value);
            acceptedBytes += filling.position() - start;
            wakeWriter();
            return acceptedBytes;
        } catch (FrameTooLargeException e) {
            throw new IllegalStateException("a control frame is larger than a frame may be: " + value, e);
        } finally {
            lock.unlock();
        }
    }

    /// The other side has read as much, counted as [#control] and [PendingCall#mark] count.
    void confirm(long bytes) {
        lock.lock();
        try {
            if (bytes > confirmedBytes && bytes <= acceptedBytes) confirmedBytes = bytes;
        } finally {
            lock.unlock();
        }
    }

    /// Whether a confirmation is worth asking for.
    boolean wantsConfirmation() {
        lock.lock();
        try {
            return acceptedBytes - confirmedBytes > DIRECT_BYTES / 2;
        } finally {
            lock.unlock();
        }
    }

    /// The other side accepts frames up to this size, if that is less than what this side sends.
    void limitFrames(long bytes) {
        lock.lock();
        try {
            if (bytes >= maxFrameBytes) return;
            maxFrameBytes = bytes;
            frames = format.writer(bytes);
        } finally {
            lock.unlock();
        }
    }

    /// Accepts no requests any more. Those that wait for room are refused too.
    void refuse(CallFailure failure) {
        lock.lock();
        try {
            if (refusal == null) refusal = failure;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Lets the writer write what is left, shut the output down, and end.
    void finish() {
        lock.lock();
        try {
            finishing = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Forgets what is left; the writer ends. The stream is useless or about to be closed.
    void drop() {
        lock.lock();
        try {
            dropped = true;
            filling = new Output(0);
            spare = null;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Gives memory back if nothing was written since the last time.
    void trim() {
        lock.lock();
        try {
            if (!active && !writing && filling.position() == 0 && !dropped) {
                if (filling.array().length > SMALL_BYTES) filling = new Output(SMALL_BYTES);
                spare = null;
            }
            active = false;
        } finally {
            lock.unlock();
        }
    }

    /// What the writer thread does.
    void run() {
        while (true) {
            Output claimed;
            lock.lock();
            try {
                while (writing || filling.position() == 0) {
                    if (dropped || (finishing && !writing)) break;
                    work.awaitUninterruptibly();
                }
                if (dropped) return;
                if (filling.position() == 0) break;
                claimed = claim();
            } finally {
                lock.unlock();
            }
            write(claimed);
        }
        try {
            duplex.shutdownOutput();
        } catch (IOException e) {
            onFailure.accept(e);
        }
    }

    private boolean mayWriteDirectly() {
        return !writing
                && duplex.writing() == Duplex.Writing.ANY_THREAD
                && acceptedBytes - confirmedBytes <= DIRECT_BYTES;
    }

    private void wakeWriter() {
        if (!writing) work.signal();
    }

    private Output claim() {
        var claimed = filling;
        filling = spare != null ? spare : new Output(SMALL_BYTES);
        spare = null;
        writing = true;
        active = true;
        if (waiting > 0) room.signal();
        return claimed;
    }

    private void write(Output claimed) {
        try {
            duplex.write(ByteBuffer.wrap(claimed.array(), 0, claimed.position()));
        } catch (IOException e) {
            drop();
            onFailure.accept(e);
        }
        lock.lock();
        try {
            writing = false;
            if (claimed.array().length <= SPARE_BYTES && !dropped) {
                claimed.position(0);
                spare = claimed;
            }
            if (filling.position() > 0 || finishing || dropped) work.signal();
        } finally {
            lock.unlock();
        }
    }
}
