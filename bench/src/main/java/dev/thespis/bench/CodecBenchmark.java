package dev.thespis.bench;

import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import dev.thespis.wire.cbor.Cbor;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/// A small record to CBOR and back, with our codec and with Jackson's.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
    private final Codec<Add> codec = Cbor.codecs().codec(Add.class);
    private final ObjectMapper jackson = new CBORMapper();
    private final Output out = new Output(64);
    private final Add add = new Add(1_234_567, "0123456789abcdef");
    private final byte[] encoded = encode();

    /// The record.
    ///
    /// @param n a number of five bytes
    /// @param tag 16 characters
    public record Add(long n, String tag) {}

    private byte[] encode() {
        out.position(0);
        codec.write(add, out);
        return Arrays.copyOf(out.array(), out.position());
    }

    /// Ours, to bytes that are there.
    ///
    /// @return how many bytes
    @Benchmark
    public int write() {
        out.position(0);
        codec.write(add, out);
        return out.position();
    }

    /// Ours, from bytes.
    ///
    /// @return the record
    /// @throws DecodeException never
    @Benchmark
    public Add read() throws DecodeException {
        return codec.read(new Input(encoded, 0, encoded.length));
    }

    /// Jackson's, to bytes.
    ///
    /// @return the bytes
    @Benchmark
    public byte[] writeJackson() {
        return jackson.writeValueAsBytes(add);
    }

    /// Jackson's, from bytes.
    ///
    /// @return the record
    @Benchmark
    public Add readJackson() {
        return jackson.readValue(encoded, Add.class);
    }
}
