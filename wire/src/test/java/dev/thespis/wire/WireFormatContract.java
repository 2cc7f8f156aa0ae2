package dev.thespis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.wire.FrameReader.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every wire format has to hold. Extend it, and say which format.
@Timeout(60)
public abstract class WireFormatContract {
    private static final FrameLimits LIMITS = new FrameLimits(1 << 20, 1 << 24);
    private static final long SEED = 20_250_917;

    /// The format to be tested.
    protected abstract WireFormat format();

    /// Streams that no frame can begin with, of which a reader with the given limits must say so.
    protected abstract List<byte[]> corruptStreams(FrameLimits limits);

    /// A frame as it went in or came out.
    protected record Frame(long serviceId, long connectionId, List<Byte> payload) {
        /// Makes a frame of an array.
        public static Frame of(long serviceId, long connectionId, byte[] payload) {
            var bytes = new ArrayList<Byte>();
            for (byte each : payload) bytes.add(each);
            return new Frame(serviceId, connectionId, bytes);
        }
    }

    @Test
    void readsAllThatWasWritten() throws Exception {
        var frames = randomFrames(200, 2000);

        assertThat(readAll(written(frames), () -> Integer.MAX_VALUE)).isEqualTo(frames);
    }

    @Test
    void readsByteByByte() throws Exception {
        var frames = randomFrames(20, 300);

        assertThat(readAll(written(frames), () -> 1)).isEqualTo(frames);
    }

    @Test
    void readsChunksOfAnySize() throws Exception {
        var frames = randomFrames(300, 3000);
        var random = new Random(SEED);

        assertThat(readAll(written(frames), () -> 1 + random.nextInt(700))).isEqualTo(frames);
        assertThat(readAll(written(frames), () -> 1 + random.nextInt(90_000))).isEqualTo(frames);
    }

    @Test
    void readsFramesWithoutPayload() throws Exception {
        var frames = List.of(Frame.of(1, 2, new byte[0]), Frame.of(-1, 0, new byte[0]), Frame.of(5, -1, new byte[1]));

        assertThat(readAll(written(frames), () -> 7)).isEqualTo(frames);
    }

    @Test
    void readsFrameAsLargeAsAllowed() throws Exception {
        byte[] stream = written(List.of(Frame.of(1, 2, new byte[100_000])));
        var reader = format().reader(new FrameLimits(stream.length, stream.length));

        assertThat(stepsOf(reader, stream)).containsExactly(Step.FRAME);
        assertThat(reader.frameBytes()).isEqualTo(stream.length);
        assertThat(reader.payload().toByteArray()).hasSize(100_000);
    }

    @Test
    void payloadIsTheSameObjectEachTimeAndReset() throws Exception {
        byte[] stream = written(List.of(Frame.of(1, 2, new byte[] {3, 4}), Frame.of(1, 2, new byte[] {5})));
        var reader = format().reader(LIMITS);
        reader.fill(new ChunkedChannel(stream, () -> Integer.MAX_VALUE));

        assertThat(reader.next()).isEqualTo(Step.FRAME);
        Input payload = reader.payload();
        payload.skip(2);
        assertThat(reader.payload()).isSameAs(payload);
        assertThat(payload.remaining()).isEqualTo(2);
        assertThat(reader.next()).isEqualTo(Step.FRAME);
        assertThat(reader.payload()).isSameAs(payload);
        assertThat(payload.toByteArray()).containsExactly(5);
    }

    @Test
    void frameIsPendingUntilItsLastByte() throws Exception {
        byte[] stream = written(List.of(Frame.of(1, 2, new byte[10])));
        var reader = format().reader(LIMITS);
        var channel = new ChunkedChannel(stream, () -> 1);

        assertThat(reader.partial()).isFalse();
        for (int i = 1; i < stream.length; i++) {
            reader.fill(channel);
            assertThat(reader.next()).isEqualTo(Step.MORE);
            assertThat(reader.partial()).isTrue();
        }
        reader.fill(channel);
        assertThat(reader.next()).isEqualTo(Step.FRAME);
        assertThat(reader.partial()).isFalse();
        assertThat(reader.next()).isEqualTo(Step.MORE);
    }

    @Test
    void closeHalfwayLeavesFramePartial() throws Exception {
        byte[] stream = written(List.of(Frame.of(1, 2, new byte[10])));
        for (int cut = 0; cut < stream.length; cut++) {
            var reader = format().reader(LIMITS);
            var channel = new ChunkedChannel(Arrays.copyOf(stream, cut), () -> Integer.MAX_VALUE);

            assertThat(stepsOf(reader, channel)).isEmpty();
            assertThat(reader.partial()).isEqualTo(cut > 0);
            assertThat(reader.fill(channel)).isEqualTo(-1);
            assertThat(reader.next()).isEqualTo(Step.MORE);
        }
    }

    @Test
    void skipsOversizeFrameAndGoesOn() throws Exception {
        var next = Frame.of(3, 4, new byte[] {1, 2, 3});
        byte[] oversize = written(List.of(Frame.of(7, 8, new byte[200_000])));
        byte[] rest = written(List.of(next, next));
        byte[] stream = Arrays.copyOf(oversize, oversize.length + rest.length);
        System.arraycopy(rest, 0, stream, oversize.length, rest.length);

        for (int chunk : new int[] {1, 1000, Integer.MAX_VALUE}) {
            var reader = format().reader(new FrameLimits(1000, 1 << 20));
            var channel = new ChunkedChannel(stream, () -> chunk);
            while (reader.next() == Step.MORE) assertThat(reader.fill(channel)).isPositive();
            assertThat(reader.serviceId()).isEqualTo(7);
            assertThat(reader.connectionId()).isEqualTo(8);
            assertThat(reader.frameBytes()).isEqualTo(oversize.length);
            assertThat(reader.partial()).isTrue();
            assertThat(stepsOf(reader, channel)).containsExactly(Step.FRAME, Step.FRAME);
            assertThat(reader.partial()).isFalse();
        }
    }

    @Test
    void frameBeyondWhatIsSkippedIsCorrupt() throws Exception {
        byte[] stream = written(List.of(Frame.of(7, 8, new byte[2000])));
        var reader = format().reader(new FrameLimits(1000, stream.length - 1));

        assertThatThrownBy(() -> stepsOf(reader, stream)).isInstanceOf(CorruptFrameException.class);
    }

    @Test
    void wrongLengthsAreCorruptForEver() throws Exception {
        for (byte[] stream : corruptStreams(LIMITS)) {
            var reader = format().reader(LIMITS);
            reader.fill(new ChunkedChannel(stream, () -> Integer.MAX_VALUE));

            assertThatThrownBy(reader::next).isInstanceOf(CorruptFrameException.class);
            assertThatThrownBy(reader::next).isInstanceOf(CorruptFrameException.class);
        }
    }

    @Test
    void randomBytesAreFramesOrCorrupt() throws Exception {
        var random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            byte[] stream = new byte[random.nextInt(400)];
            random.nextBytes(stream);
            // Small numbers too, so that some lengths are likely.
            if (i % 2 == 0 && stream.length > 8) Arrays.fill(stream, 2, 8, (byte) 0);
            try {
                stepsOf(format().reader(new FrameLimits(100, 1000)), stream);
            } catch (CorruptFrameException e) {
                assertThat(e).hasMessageMatching(".+");
            }
        }
    }

    @Test
    void refusesToWriteFrameOverTheLimitAndLeavesNothingOfIt() throws Exception {
        byte[] allowed = written(List.of(Frame.of(1, 2, new byte[10])));
        FrameWriter writer = format().writer(allowed.length);
        var out = new Output(1);
        write(writer, out, Frame.of(1, 2, new byte[10]));

        assertThatThrownBy(() -> write(writer, out, Frame.of(1, 2, new byte[11])))
                .isInstanceOfSatisfying(FrameTooLargeException.class, e -> {
                    assertThat(e.sizeBytes()).isEqualTo(allowed.length + 1L);
                    assertThat(e.limitBytes()).isEqualTo(allowed.length);
                });
        assertThat(Arrays.copyOf(out.array(), out.position())).isEqualTo(allowed);
    }

    /// Random frames, the same at each run.
    protected static List<Frame> randomFrames(int count, int largestPayloadBytes) {
        var random = new Random(SEED);
        var frames = new ArrayList<Frame>();
        for (int i = 0; i < count; i++) {
            byte[] payload = new byte[random.nextInt(largestPayloadBytes)];
            random.nextBytes(payload);
            frames.add(Frame.of(random.nextLong(), random.nextLong(), payload));
        }
        return frames;
    }

    /// The bytes of frames.
    protected final byte[] written(List<Frame> frames) throws FrameTooLargeException {
        var out = new Output(1);
        FrameWriter writer = format().writer(Integer.MAX_VALUE);
        for (Frame frame : frames) write(writer, out, frame);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void write(FrameWriter writer, Output out, Frame frame) throws FrameTooLargeException {
        int start = writer.begin(out, frame.serviceId(), frame.connectionId());
        for (byte each : frame.payload()) out.int8(each);
        writer.end(out, start);
    }

    private List<Frame> readAll(byte[] stream, IntSupplier sizes) throws IOException, CorruptFrameException {
        var reader = format().reader(LIMITS);
        var channel = new ChunkedChannel(stream, sizes);
        var frames = new ArrayList<Frame>();
        do {
            while (reader.next() == Step.FRAME)
                frames.add(Frame.of(
                        reader.serviceId(),
                        reader.connectionId(),
                        reader.payload().toByteArray()));
        } while (reader.fill(channel) >= 0);
        assertThat(reader.partial()).isFalse();
        return frames;
    }

    private static List<Step> stepsOf(FrameReader reader, byte[] stream) throws IOException, CorruptFrameException {
        return stepsOf(reader, new ChunkedChannel(stream, () -> Integer.MAX_VALUE));
    }

    private static List<Step> stepsOf(FrameReader reader, ChunkedChannel channel)
            throws IOException, CorruptFrameException {
        var steps = new ArrayList<Step>();
        do {
            for (Step step = reader.next(); step != Step.MORE; step = reader.next()) steps.add(step);
        } while (reader.fill(channel) >= 0);
        return steps;
    }
}
