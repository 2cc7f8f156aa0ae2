package dev.thespis.remote;

import dev.thespis.remote.FrameCounts.Kind;
import dev.thespis.remote.control.Metadata;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.schedule.TimeSlice;
import dev.thespis.remote.transport.Duplex;
import dev.thespis.wire.Codec;
import dev.thespis.wire.FrameTooLargeException;
import dev.thespis.wire.FrameWriter;
import dev.thespis.wire.Output;
import dev.thespis.wire.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The frames that wait to be written, and the decision who writes them.
///
/// Whoever has a frame encodes it behind the others in `filling`, under the lock, so frames leave in the order in which
/// they were accepted. To write is to *claim*: take `filling` away, put an empty buffer in its place, and write what
/// was taken without holding the lock. There is one claim at a time.
///
/// Usually the writer thread claims, and finds in one buffer all that has come together meanwhile. It is started
/// when there is something to write, and ends when there was nothing for a while: an idle connection has none. When
/// the connection is otherwise idle, the thread that has the frame claims it itself, which spares waking the
/// writer. Such a write must not wait, since its thread has a deadline or is an actor's: so it is done only while
/// at most [#DIRECT_BYTES] are *unconfirmed*, written after the last frame of which the other side has shown that
/// it has read it. Sockets hold that much. An answer shows it to the caller; but who wants to do harm can answer
/// calls that it has not read, since they are numbered in a row. So replies, which actors write that others need
/// too, count from the last pong only: a ping can't be answered unread.
///
/// A frame that is too long for one piece is no part of `filling`, but a [Row]. The writer takes what is in
/// `filling`, and then one fragment of one row, by turns: so whatever else there is to be written waits for one
/// fragment at most.
///
/// All fields are guarded by the lock, but for the buffer that is claimed: it belongs to the thread that writes.
final class FrameQueue {
    /// In place of how long a frame may be at most.
    static final int UNLIMITED = Integer.MAX_VALUE;

    /// In place of the length of a frame that was not appended, since it is longer than it may be.
    static final int LONG = -1;

    /// Who is told what happens here.
    interface Owner {
        /// The buffer has been emptied. Under the lock.
        void emptied();

        /// The last fragment of a row has been taken for writing. Under the lock.
        void written(Row row);

        /// Memory or a writer is taken again: [#trim] is to follow some time later. Under the lock.
        void busy();

        /// Nothing can be written any more. Without the lock.
        void failed(IOException cause);
    }

    private static final int DIRECT_BYTES = 64 * 1024;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Duplex duplex;
    private final WireFormat format;
    private final Capabilities capabilities;
    private final Owner owner;
    private final Rows rows = new Rows();
    private final BufferSizes sizes = new BufferSizes();
    private final Headway headway = new Headway();
    private final FrameCounts sent = new FrameCounts();

    private FrameWriter frames;
    private int pieceBytes;
    private long maxFrameBytes;
    private Output filling;
    private @Nullable Output spare;
    private int claimedBytes;
    private boolean writing;
    private boolean started;
    private boolean resting;
    private boolean finishing;
    private boolean dropped;
    private boolean active;

    /// Null while there is none: before the first frame, and when there was nothing to write for a while.
    private @Nullable Thread writer;

    private long id;

    /// When the write in progress last got on; 0 if there is none.
    private volatile long progressNanos;

    FrameQueue(Duplex duplex, WireFormat format, long maxFrameBytes, Capabilities capabilities, Owner owner) {
        this.duplex = duplex;
        this.format = format;
        this.maxFrameBytes = maxFrameBytes;
        this.frames = format.writer(maxFrameBytes);
        this.capabilities = capabilities;
        this.owner = owner;
        this.filling = output(BufferSizes.SMALL_BYTES);
    }

    /// Guards all of this, and whatever decides what goes in.
    ReentrantLock lock() {
        return lock;
    }

    /// Begins to write, in threads that are named after a connection.
    void start(long connection) {
        lock.lock();
        try {
            id = connection;
            started = true;
            if (!isEmpty() || finishing) wakeWriter();
        } finally {
            lock.unlock();
        }
    }

    // Under the lock:

    /// What goes in fragments.
    Rows rows() {
        return rows;
    }

    /// How much of a frame goes in a fragment.
    void pieceBytes(int bytes) {
        pieceBytes = bytes;
    }

    /// Appends a frame.
    ///
    /// @param remainingMicros until the deadline of the call, as its metadata; [Metadata#NONE] to leave it out
    /// @param trace where it belongs in a trace, as its metadata; null to leave it out
    /// @param mostBytes how long it may be, or [#UNLIMITED]. Encoding stops soon after that
    /// @return how long it is; [#LONG] if it is longer, and nothing is appended
    /// @throws FrameTooLargeException if it is too large; nothing is appended
    <T> int append(
            long sid,
            long cid,
            long remainingMicros,
            @Nullable TraceContext trace,
            Codec<T> codec,
            T value,
            int mostBytes)
            throws FrameTooLargeException {
        var start = filling.position();
        var complete = false;
        var length = 0;
        try {
            if (mostBytes != UNLIMITED) filling.limit(start + mostBytes);
            encode(filling, sid, cid, remainingMicros, trace, codec, value);
            filling.noLimit();
            length = filling.position() - start;
            if (length > mostBytes) return LONG;
            var offer = capabilities.offer();
            if (offer != null) offerBefore(start, offer);
            complete = true;
        } catch (Output.Full e) {
            return LONG;
        } finally {
            filling.noLimit();
            if (!complete) {
                filling.position(start);
                capabilities.notWritten();
                if (!active) owner.busy(); // it may have grown
            }
        }
        headway.accept(filling.position() - start);
        capabilities.written();
        return length;
    }

    /// Encodes a frame. Needs the lock for an output of this queue only.
    <T> void encode(
            Output out, long sid, long cid, long remainingMicros, @Nullable TraceContext trace, Codec<T> codec, T value)
            throws FrameTooLargeException {
        var start = frames.begin(out, sid, cid);
        if (trace != null) Metadata.write(out, remainingMicros, trace.traceparent(), trace.tracestate());
        else if (remainingMicros != Metadata.NONE) Metadata.write(out, remainingMicros);
        codec.write(value, out);
        frames.end(out, start);
    }

    /// Accepts a frame that goes in fragments.
    void add(Row row) {
        rows.add(row);
        wakeWriter();
    }

    /// Leaves a row out that was given up, and tells the other side if it has heard of it.
    void abort(Row row) {
        rows.remove(row);
        if (row.isUntouched() || isClosed()) return;
        appendFragment(row, 0);
        wakeWriter();
    }

    /// Appends a fragment of the row whose turn it is.
    private void appendNext() {
        var row = rows.next();
        if (row == null) return;
        var bytes = Math.min(pieceBytes, row.left());
        if (row.offer.length > 0 && bytes == row.left()) {
            filling.bytes(row.offer, 0, row.offer.length);
            headway.accept(row.offer.length);
            sent.count(Kind.CONTROL, row.offer.length);
        }
        appendFragment(row, bytes);
        rows.wrote(row, bytes);
        if (row.left() > 0) return;
        sent.count(row.kind(), row.length);
        owner.written(row);
    }

    private void appendFragment(Row row, int bytes) {
        var start = filling.position();
        try {
            var piece = new Row.Piece(row, bytes);
            encode(filling, Control.FRAGMENT.value(), row.number, Metadata.NONE, null, Row.FRAGMENT, piece);
        } catch (FrameTooLargeException e) {
            throw new IllegalStateException("a fragment is larger than a frame may be", e);
        }
        headway.accept(filling.position() - start);
    }

    /// Puts an offer between what was there before and the frame that begins at `start`.
    private void offerBefore(int start, Offer offer) throws FrameTooLargeException {
        var frame = Arrays.copyOfRange(filling.array(), start, filling.position());
        filling.position(start);
        encode(filling, Control.OFFER.value(), 0, Metadata.NONE, null, Control.OFFER_CODEC, offer);
        sent.count(Kind.CONTROL, filling.position() - start);
        filling.bytes(frame, 0, frame.length);
    }

    private Output output(int capacityBytes) {
        return new Output(capacityBytes, capabilities);
    }

    /// What has been accepted in all.
    FrameCounts sent() {
        return sent;
    }

    /// How much has been accepted in all, and how much of that the other side has read.
    Headway headway() {
        return headway;
    }

    /// How many bytes wait for a claim.
    int fillingBytes() {
        return filling.position();
    }

    /// How many bytes are not written yet, but for requests in fragments, whose senders wait, and the longest reply in
    /// fragments.
    long unwrittenBytes() {
        return filling.position() + claimedBytes + rows.leftReplyBytes();
    }

    private boolean isEmpty() {
        return filling.position() == 0 && rows.isEmpty();
    }

    /// Whether frames are accepted no more.
    boolean isClosed() {
        return dropped || finishing;
    }

    /// Takes what is there to write it on this thread, if that won't wait; else leaves it to the writer.
    ///
    /// @param otherwiseIdle whether nobody else is expected to have a frame soon
    /// @param trust what shows that the other side reads
    /// @return for [#write], after the lock was given up
    @Nullable
    Output claimOrWake(boolean otherwiseIdle, Headway.Trust trust) {
        if (otherwiseIdle
                && !writing
                && rows.isEmpty()
                && duplex.writing() == Duplex.Writing.ANY_THREAD
                && headway.unreadBytes(trust) <= DIRECT_BYTES) return claim();
        wakeWriter();
        return null;
    }

    /// Who writes looks for more by himself.
    void wakeWriter() {
        if (writing) return;
        if (writer != null) work.signal();
        else if (started && !dropped) startWriter();
    }

    private void startWriter() {
        writer = Thread.ofVirtual().name("thespis-writer-" + id).unstarted(this::run);
        writer.start();
        owner.busy();
    }

    /// The other side accepts frames up to this size, if that is less than what this side sends.
    void limitFrames(long bytes) {
        if (bytes >= maxFrameBytes) return;
        maxFrameBytes = bytes;
        frames = format.writer(bytes);
    }

    /// How large a frame may be.
    long maxFrameBytes() {
        return maxFrameBytes;
    }

    private Output claim() {
        var claimed = filling;
        filling = spare != null ? spare : output(BufferSizes.SMALL_BYTES);
        spare = null;
        claimedBytes = claimed.position();
        writing = true;
        resting = false;
        if (!active) owner.busy();
        active = true;
        progressNanos = System.nanoTime() | 1;
        owner.emptied();
        return claimed;
    }

    /// Gives memory back if nothing was written since the last time, and lets the writer end.
    ///
    /// @return whether there is more to be given back the next time
    boolean trim() {
        var isIdle = !active && !writing && isEmpty() && !isClosed();
        active = false;
        if (!isIdle) return !isClosed();
        filling = output(0);
        spare = null;
        resting = writer != null;
        if (resting) work.signal();
        return false;
    }

    // Without the lock:

    /// How many bytes are held, written or not.
    long heldBytes() {
        lock.lock();
        try {
            return filling.array().length
                    + claimedBytes
                    + (spare == null ? 0 : spare.array().length)
                    + rows.heldBytes();
        } finally {
            lock.unlock();
        }
    }

    /// Writes what was claimed.
    void write(Output claimed) {
        try {
            writeChunks(claimed);
        } catch (IOException | RuntimeException | Error e) { // whichever: nobody else would write the rest
            fail(e);
        }
        lock.lock();
        try {
            writing = false;
            claimedBytes = 0;
            progressNanos = 0;
            if (sizes.suits(claimed) && !dropped) {
                claimed.position(0);
                spare = claimed;
            }
            if (!isEmpty() || isClosed()) wakeWriter();
        } finally {
            lock.unlock();
        }
    }

    private void fail(Throwable cause) {
        drop();
        owner.failed(cause instanceof IOException e ? e : new IOException("writing failed: " + cause, cause));
    }

    /// In pieces, so that a large write can be seen to get on.
    private void writeChunks(Output claimed) throws IOException {
        var length = claimed.position();
        for (var at = 0; at < length; at += CHUNK_BYTES) {
            if (at > 0) progressNanos = System.nanoTime() | 1;
            duplex.write(ByteBuffer.wrap(claimed.array(), at, Math.min(CHUNK_BYTES, length - at)));
        }
    }

    /// For how long the write in progress has not got on.
    long stalledNanos(long now) {
        var since = progressNanos;
        return since == 0 ? 0 : now - since;
    }

    /// Lets the writer write what is left, shut the output down, and end.
    void finish() {
        lock.lock();
        try {
            finishing = true;
            if (writer == null && started) startWriter(); // also if somebody else writes: it is waited for
            else work.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Forgets what is left; the writer ends. The stream is useless or about to be closed.
    void drop() {
        lock.lock();
        try {
            dropped = true;
            filling = output(0);
            spare = null;
            rows.forgetAccepted();
            if (writer != null) work.signal(); // else there is nothing left to be done
        } finally {
            lock.unlock();
        }
    }

    /// Whether the caller of this is the writer.
    boolean isWriter() {
        return Thread.currentThread().equals(writer());
    }

    private @Nullable Thread writer() {
        lock.lock();
        try {
            return writer;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the writer has ended, after [#finish] or [#drop].
    ///
    /// @return whether it has
    boolean awaitEnd(long untilNanos) throws InterruptedException {
        var last = writer();
        return last == null || last.join(Duration.ofNanos(Math.max(1, untilNanos - System.nanoTime())));
    }

    /// What the writer thread does.
    @SuppressWarnings("ThreadPriorityCheck") // what depends on it is speed, not correctness
    private void run() {
        var slice = new TimeSlice();
        try {
            for (var claimed = next(); claimed != null; claimed = next()) {
                write(claimed);
                Thread.yield(); // who has more frames adds them first: so there are fewer writes, and larger ones
                slice.letOthersRun();
            }
        } catch (RuntimeException | Error e) { // there is no writer any more, and nobody would start another one
            fail(e);
        }
    }

    /// Waits for something to write.
    ///
    /// @return null if the writer is to end
    private @Nullable Output next() {
        lock.lock();
        try {
            while (writing || isEmpty()) {
                if (dropped || (finishing && !writing)) break;
                if (resting) { // until there is something to write again
                    resting = false;
                    writer = null;
                    return null;
                }
                work.awaitUninterruptibly();
            }
            if (!dropped && !isEmpty()) {
                appendNext();
                return claim();
            }
            if (dropped) return null;
        } finally {
            lock.unlock();
        }
        shutDown();
        return null;
    }

    private void shutDown() {
        try {
            duplex.shutdownOutput();
        } catch (IOException e) {
            owner.failed(e);
        }
    }
}
