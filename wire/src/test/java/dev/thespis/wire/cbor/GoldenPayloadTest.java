package dev.thespis.wire.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Golden;
import dev.thespis.wire.reference.ConnectionError;
import dev.thespis.wire.reference.Remotes;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The payloads of the original's frames are the reference messages.
class GoldenPayloadTest {
    @Test
    void messagesAreReadAndWrittenTheSame() throws DecodeException {
        Map<String, Type> bySid = Golden.section("services").stream()
                .filter(service -> service.get("service").asString().startsWith("remotes::"))
                .collect(Collectors.toMap(
                        service -> service.get("sid_hex").asString(),
                        service -> Remotes.MESSAGES.get(
                                service.get("service").asString().substring("remotes::".length()))));
        assertThat(bySid).hasSize(Remotes.MESSAGES.size());

        for (JsonNode frame : Golden.section("frames"))
            assertSame(bySid.get(frame.get("sid_hex").asString()), Golden.bytes(frame, "payload_hex"));
    }

    @Test
    void errorsAreReadAndWrittenTheSame() throws DecodeException {
        for (JsonNode frame : Golden.section("error_frames"))
            assertSame(ConnectionError.class, Golden.bytes(frame, "payload_hex"));
    }

    @SuppressWarnings("unchecked")
    private static void assertSame(Type type, byte[] payload) throws DecodeException {
        var codec = (Codec<Object>) Cbor.codecs().codec(type);

        assertThat(Coding.bytes(codec, Coding.decode(codec, payload))).isEqualTo(payload);
    }
}
