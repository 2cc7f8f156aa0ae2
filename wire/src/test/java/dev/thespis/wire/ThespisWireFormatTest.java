package dev.thespis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.wire.FrameReader.Step;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ThespisWireFormatTest extends WireFormatContract {
    private static final String IDS = "0100000000000000" + "0200000000000000";

    @Override
    protected WireFormat format() {
        return new ThespisWireFormat();
    }

    @Override
    protected List<byte[]> corruptStreams(FrameLimits limits) {
        return LongStream.of(0, 1, 7, 8, 23, limits.skipBytes() + 1, Long.MAX_VALUE, Long.MIN_VALUE, -1)
                .mapToObj(length -> HexFormat.of().toHexDigits(Long.reverseBytes(length)))
                .flatMap(length -> Stream.of(length, length + IDS, length + IDS + "00"))
                .map(HexFormat.of()::parseHex)
                .toList();
    }

    @Test
    void everyFrameOfTheOriginalIsReadAndWrittenTheSame() throws Exception {
        var frames = goldenFrames();
        assertThat(frames).hasSizeGreaterThan(80);
        for (JsonNode golden : frames) {
            byte[] bytes = Golden.bytes(golden, "frame_hex");
            FrameReader reader = reader(1 << 22);

            assertThat(first(reader, bytes)).isEqualTo(Step.FRAME);
            assertThat(reader.frameBytes()).isEqualTo(golden.get("len").asLong());
            assertThat(new ServiceId(reader.serviceId()))
                    .hasToString(golden.get("sid_hex").asString());
            assertThat(Long.toUnsignedString(reader.connectionId()))
                    .isEqualTo(golden.get("cid_dec").asString());
            byte[] payload = reader.payload().toByteArray();
            assertThat(payload).isEqualTo(Golden.bytes(golden, "payload_hex"));
            assertThat(written(List.of(Frame.of(reader.serviceId(), reader.connectionId(), payload))))
                    .isEqualTo(bytes);
        }
    }

    private static List<JsonNode> goldenFrames() {
        return Stream.of("frames", "error_frames", "exchanges", "relay")
                .flatMap(section -> Golden.section(section).stream())
                .flatMap(node -> Stream.concat(Stream.of(node), node.valueStream()))
                .filter(node -> node.has("frame_hex") && node.has("payload_hex"))
                .toList();
    }

    @Test
    void readerDoesAsTheOriginalWhereThatDoesNotFail() throws Exception {
        for (JsonNode golden : Golden.section("frame_decoder")) {
            String result = golden.get("result").toString();
            byte[] bytes = Golden.bytes(golden, "bytes_hex");
            FrameReader reader = reader(golden.get("max_size").asLong());

            if (result.contains("Ok(")) assertThat(first(reader, bytes)).isEqualTo(Step.FRAME);
            else if (result.contains("Err(") || result.contains("PANIC"))
                assertThatThrownBy(() -> first(reader, bytes)).isInstanceOf(CorruptFrameException.class);
            else assertThat(first(reader, bytes)).isEqualTo(Step.MORE);
        }
    }

    @Test
    void writerDoesAsTheOriginal() {
        for (JsonNode golden : Golden.section("frame_encoder")) {
            var out = new Output(8);
            FrameWriter writer = format().writer(golden.get("max_size").asLong());
            int start = writer.begin(out, 0x1122334455667788L, 0x99aabbccddeeff00L);
            byte[] payload = new byte[golden.get("payload_len").asInt()];
            Arrays.fill(payload, (byte) 0x55);
            out.bytes(payload, 0, payload.length);

            if (golden.get("result").asString().startsWith("Ok"))
                assertThat(ended(writer, out, start)).isEqualTo(Golden.bytes(golden, "bytes_hex"));
            else assertThatThrownBy(() -> writer.end(out, start)).isInstanceOf(FrameTooLargeException.class);
        }
    }

    private static byte[] ended(FrameWriter writer, Output out, int start) {
        try {
            writer.end(out, start);
        } catch (FrameTooLargeException e) {
            throw new AssertionError(e);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void corruptLengthIsRecognisedBeforeTheIdsCome() {
        byte[] bytes = HexFormat.of().parseHex("1700000000000000");

        assertThatThrownBy(() -> first(reader(64), bytes)).hasMessage("length=23 of a frame, must be from 24 to 64");
    }

    @Test
    void hugeLengthIsReportedUnsigned() {
        byte[] bytes = HexFormat.of().parseHex("ffffffffffffffff");

        assertThatThrownBy(() -> first(reader(64), bytes)).hasMessageContaining("length=18446744073709551615");
    }

    @Test
    void writerForLessThanAHeaderIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format().writer(23))
                .withMessageContaining("maxFrameBytes=23");
    }

    @Test
    void endWithoutBeginIsRefused() {
        FrameWriter writer = format().writer(100);

        assertThatIllegalArgumentException().isThrownBy(() -> writer.end(new Output(8), 0));
    }

    private static FrameReader reader(long limit) {
        return new ThespisWireFormat().reader(new FrameLimits(limit, limit));
    }

    /// Reads until there is something.
    private static Step first(FrameReader reader, byte[] bytes) throws IOException, CorruptFrameException {
        var channel = new ChunkedChannel(bytes, () -> Integer.MAX_VALUE);
        Step step = reader.next();
        while (step == Step.MORE && reader.fill(channel) > 0) step = reader.next();
        return step;
    }
}
