package dev.thespis.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Exchanges the frames of the same calls and sends with [RawServer]: as many outstanding, batched as well as can
/// be, with no thread per call, no codec and no actor. Used by one thread.
final class RawLoad implements Generator {
    private static final int SERVICE = 7;

    private final Socket socket;
    private final RawFrames in;
    private final Mode mode;
    private final byte[] call;
    private final byte[] batch;

    RawLoad(int port, Mode mode) throws IOException {
        this.mode = mode;
        this.call = frame(mode.payloadBytes(), 1);
        this.socket = new Socket();
        // Room for all answers at once: while this side writes a batch it does not read, and the other must not wait
        // for that.
        this.socket.setReceiveBufferSize(1 << 20);
        this.socket.setTcpNoDelay(true);
        this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.in = new RawFrames(socket.getInputStream());
        var sends = mode.kind() == Mode.Kind.SEND;
        var frames = sends ? RawFrames.BUFFER_BYTES / call.length : mode.outstanding();
        this.batch = repeated(sends ? frame(mode.payloadBytes(), 0) : call, frames);
    }

    /// The frame that a peer would write: the payload is a byte string of CBOR.
    private static byte[] frame(int payloadBytes, long connectionId) {
        var head = payloadBytes < 24 ? 1 : payloadBytes < 256 ? 2 : 3;
        var length = RawFrames.HEADER_BYTES + head + payloadBytes;
        var frame = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        return frame.putLong(length).putLong(SERVICE).putLong(connectionId).array();
    }

    private static byte[] repeated(byte[] frame, int times) {
        var all = new byte[frame.length * times];
        for (var n = 0; n < times; n++) System.arraycopy(frame, 0, all, n * frame.length, frame.length);
        return all;
    }

    @Override
    public Tally run(long untilNanos) {
        try {
            return mode.kind() == Mode.Kind.SEND ? sends(untilNanos) : calls(untilNanos);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Tally calls(long untilNanos) throws IOException {
        var samples = new Samples(mode);
        var count = 0L;
        var out = socket.getOutputStream();
        var sent = System.nanoTime();
        out.write(batch);
        var waiting = mode.outstanding();
        while (waiting > 0 && in.fill()) {
            var answers = 0;
            while (in.next()) answers++;
            count += answers;
            waiting -= answers;
            if (answers == 0) continue;
            var now = System.nanoTime();
            samples.add(now - sent);
            if (now - untilNanos >= 0) continue; // what is on its way is waited for
            sent = now;
            out.write(batch, 0, answers * call.length);
            waiting += answers;
        }
        return new Tally(count, samples.sorted());
    }

    private Tally sends(long untilNanos) throws IOException {
        var count = 0L;
        var out = socket.getOutputStream();
        while (System.nanoTime() - untilNanos < 0) {
            out.write(batch);
            count += batch.length / call.length;
        }
        out.write(call); // comes back when all before it have been read
        var answered = false;
        while (!answered && in.fill()) while (in.next()) answered = true;
        return new Tally(count, new long[0]);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // of no use any more in any case
        }
    }
}
