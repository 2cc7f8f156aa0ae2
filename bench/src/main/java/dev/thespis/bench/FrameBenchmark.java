package dev.thespis.bench;

import dev.thespis.wire.Codec;
import dev.thespis.wire.CorruptFrameException;
import dev.thespis.wire.FrameLimits;
import dev.thespis.wire.FrameReader;
import dev.thespis.wire.FrameTooLargeException;
import dev.thespis.wire.FrameWriter;
import dev.thespis.wire.Output;
import dev.thespis.wire.ThespisWireFormat;
import dev.thespis.wire.cbor.Cbor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Frames around a small record: written to a buffer, and found in what a channel brings.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameBenchmark {
    private static final int FRAMES = 256;
    private static final int LIMIT = 1 << 20;

    private final Codec<CodecBenchmark.Add> codec = Cbor.codecs().codec(CodecBenchmark.Add.class);
    private final CodecBenchmark.Add add = new CodecBenchmark.Add(1_234_567, "0123456789abcdef");
    private final FrameWriter writer = new ThespisWireFormat().writer(LIMIT);
    private final FrameReader reader = new ThespisWireFormat().reader(new FrameLimits(LIMIT, LIMIT));
    private final Output out = new Output(FRAMES * 64);
    private final Endless channel = new Endless();

    /// Brings the frames that were written last, again and again.
    private final class Endless implements ReadableByteChannel {
        private int position;

        @Override
        public int read(ByteBuffer target) {
            var count = Math.min(target.remaining(), out.position() - position);
            target.put(out.array(), position, count);
            position = position + count == out.position() ? 0 : position + count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /// Writes frames, records included.
    ///
    /// @return how many bytes
    /// @throws FrameTooLargeException never
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int write() throws FrameTooLargeException {
        out.position(0);
        for (var n = 1; n <= FRAMES; n++) {
            var start = writer.begin(out, 7, n);
            codec.write(add, out);
            writer.end(out, start);
        }
        return out.position();
    }

    /// Finds frames and looks at their headers, as a relay does.
    ///
    /// @return of no use
    /// @throws IOException never
    /// @throws CorruptFrameException never
    /// @throws FrameTooLargeException never
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long read() throws IOException, CorruptFrameException, FrameTooLargeException {
        if (out.position() == 0) write();
        var sum = 0L;
        for (var n = 0; n < FRAMES; ) {
            if (reader.next() == FrameReader.Step.FRAME) {
                sum += reader.connectionId() + reader.payload().remaining();
                n++;
            } else reader.fill(channel);
        }
        return sum;
    }
}
