package dev.thespis.bench.raw;

import dev.thespis.bench.load.Client;
import dev.thespis.bench.load.Tally;
import dev.thespis.bench.load.Times;
import dev.thespis.bench.load.Workload;
import dev.thespis.cli.bench.RawFrames;
import dev.thespis.wire.FrameTooLargeException;
import dev.thespis.wire.Output;
import dev.thespis.wire.ThespisWireFormat;
import dev.thespis.wire.cbor.Cbor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/// One socket on the calling side. Used by one thread.
final class RawConnection implements AutoCloseable {
    private static final int SERVICE = 7;

    private final Workload workload;
    private final Socket socket = new Socket();
    private final RawFrames in;
    private final byte[] frame;
    private final byte[] batch;
    private final Times times;

    record Add(long n, String tag) {}

    RawConnection(int port, Workload workload) throws IOException {
        this.workload = workload;
        var sends = workload.style() == Workload.Style.SEND;
        // Room for all answers at once: while this side writes a batch it does not read, and the other must not wait
        // for that.
        socket.setReceiveBufferSize(1 << 20);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.in = new RawFrames(socket.getInputStream());
        this.frame = frame(1);
        this.times = new Times(workload.isTimed());
        var frames = sends ? RawFrames.BUFFER_BYTES / frame.length : workload.outstanding();
        this.batch = repeated(sends ? frame(0) : frame, frames);
    }

    private byte[] frame(long connectionId) {
        var out = new Output(64);
        var writer = new ThespisWireFormat().writer(1 << 20);
        try {
            var start = writer.begin(out, SERVICE, connectionId);
            if (workload.payloadBytes() > 0)
                Cbor.codecs().codec(byte[].class).write(new byte[workload.payloadBytes()], out);
            else Cbor.codecs().codec(Add.class).write(new Add(1, Client.TAG), out);
            writer.end(out, start);
        } catch (FrameTooLargeException e) {
            throw new IllegalStateException(e);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] repeated(byte[] frame, int times) {
        var all = new byte[frame.length * times];
        for (var n = 0; n < times; n++) System.arraycopy(frame, 0, all, n * frame.length, frame.length);
        return all;
    }

    Tally calls(long untilNanos) throws IOException {
        times.clear();
        var count = 0L;
        var out = socket.getOutputStream();
        var sent = System.nanoTime();
        out.write(batch);
        var waiting = workload.outstanding();
        while (waiting > 0) {
            var answers = answers();
            count += answers;
            waiting -= answers;
            if (answers == 0) continue;
            var now = System.nanoTime();
            times.add(now - sent);
            if (now - untilNanos >= 0) continue; // what is on its way is waited for
            sent = now;
            out.write(batch, 0, answers * frame.length);
            waiting += answers;
        }
        return new Tally(new long[] {count}, times.sorted());
    }

    /// Reads once.
    ///
    /// @return how many frames were completed
    private int answers() throws IOException {
        if (!in.fill()) throw new IOException("the server has closed the connection");
        var answers = 0;
        while (in.next()) answers++;
        return answers;
    }

    Tally sends(long untilNanos) throws IOException {
        var count = 0L;
        var out = socket.getOutputStream();
        do {
            out.write(batch);
            count += batch.length / frame.length;
        } while (System.nanoTime() - untilNanos < 0);
        out.write(frame); // a call, which comes back when all before it have been read
        while (answers() == 0) {}
        return new Tally(new long[] {count}, new long[0]);
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
