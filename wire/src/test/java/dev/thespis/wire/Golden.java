package dev.thespis.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the original implementation really did, from the test resources.
public final class Golden {
    private static final JsonNode GOLDEN = read("golden.json");
    private static final JsonNode BULK = read("bulk.json");

    private Golden() {}

    /// A section of `golden.json`.
    public static List<JsonNode> section(String name) {
        return Objects.requireNonNull(GOLDEN.get(name)).valueStream().toList();
    }

    /// A section of `bulk.json`: pairs of input and result.
    public static List<JsonNode> bulk(String name) {
        return Objects.requireNonNull(BULK.get(name)).valueStream().toList();
    }

    public static byte[] bytes(JsonNode node, String field) {
        return HexFormat.of().parseHex(node.get(field).asString());
    }

    private static JsonNode read(String file) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
