package dev.thespis.cli.json;

import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.cbor.CBORMapper;

/// Payloads as JSON, without the classes of messages.
///
/// JSON and CBOR say the same, but for what JSON lacks, which is written so, in messages and in replies:
///
/// | CBOR | JSON |
/// |---|---|
/// | bytes | `{"$bytes": "c0ffee"}`, in hexadecimal |
/// | map with keys that are no text, in a message | `{"$map": [[1, "one"], [2, "two"]]}` |
/// | the same in a reply | `{"1": "one", "2": "two"}` |
/// | infinite numbers, not a number | in a reply `"Infinity"`, `"-Infinity"`, `"NaN"`, as text |
/// | undefined | in a reply `null` |
/// | tags | in a reply left out; bignums and decimals are numbers |
public final class Json {
    static final String BYTES = "$bytes";
    static final String MAP = "$map";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final CBORMapper CBOR = CBORMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /// Makes the payload of a message, as Rust's `serde_cbor` would write the same value.
    ///
    /// @param json the message; nothing, or blanks, is `null`, as messages without components are
    /// @return one CBOR item
    /// @throws Problem if it is not JSON, or has numbers that CBOR can't have
    public static byte[] payload(String json) {
        if (json.isBlank()) return new CborWriter().write(JSON.nullNode());
        try {
            return new CborWriter().write(JSON.readTree(json));
        } catch (JacksonException e) {
            var place = e.getLocation();
            throw new Problem(
                    ExitCode.USAGE,
                    "the message is not JSON: " + e.getOriginalMessage() + ", at line " + place.getLineNr() + " column "
                            + place.getColumnNr(),
                    "check quotes and brackets, and put it in single quotes for the shell",
                    e);
        }
    }

    /// Makes JSON of a payload.
    ///
    /// @param payload one CBOR item
    /// @return one line
    /// @throws Problem if it is not CBOR
    public static String reply(byte[] payload) {
        try {
            var tree = CBOR.readTree(payload);
            return JSON.writeValueAsString(tree.isMissingNode() ? JSON.nullNode() : withoutBytes(tree));
        } catch (JacksonException e) {
            throw new Problem(
                    ExitCode.REFUSED,
                    "the reply of " + payload.length + " bytes is not CBOR: " + e.getOriginalMessage(),
                    "look at the other side's codec",
                    e);
        }
    }

    /// Writes what a command has found, for other programs.
    ///
    /// @param value records, maps, lists, text and numbers
    /// @return one line
    public static String of(Object value) {
        return JSON.writeValueAsString(value);
    }

    private static JsonNode withoutBytes(JsonNode node) {
        if (node.isBinary())
            return JSON.createObjectNode().put(BYTES, HexFormat.of().formatHex(node.binaryValue()));
        if (node instanceof ObjectNode object)
            object.properties().forEach(entry -> entry.setValue(withoutBytes(entry.getValue())));
        else if (node.isArray())
            return JSON.createArrayNode()
                    .addAll(node.values().stream().map(Json::withoutBytes).toList());
        return node;
    }
}
