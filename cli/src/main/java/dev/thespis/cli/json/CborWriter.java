package dev.thespis.cli.json;

import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/// Writes a tree of JSON as CBOR (RFC 8949), byte for byte as `serde_cbor` does: definite lengths, the shortest
/// integers, and of 16, 32 and 64 bits the shortest float that is exact. Jackson's own generator writes other
/// floats and open lengths.
final class CborWriter {
    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int FALSE = 0xf4;
    private static final int TRUE = 0xf5;
    private static final int NULL = 0xf6;
    private static final int HALF = 0xf9;
    private static final int FLOAT = 0xfa;
    private static final int DOUBLE = 0xfb;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] write(JsonNode node) {
        value(node);
        return out.toByteArray();
    }

    private void value(JsonNode node) {
        switch (node.getNodeType()) {
            case NULL, MISSING -> out.write(NULL);
            case BOOLEAN -> out.write(node.booleanValue() ? TRUE : FALSE);
            case STRING -> text(node.stringValue());
            case NUMBER -> {
                if (node.isIntegralNumber()) integer(node.bigIntegerValue());
                else real(node);
            }
            case ARRAY -> array(node);
            case OBJECT -> object(node);
            case BINARY, POJO -> throw new IllegalStateException("no JSON: " + node.getNodeType());
        }
    }

    private void array(JsonNode node) {
        head(ARRAY, node.size());
        node.values().forEach(this::value);
    }

    private void object(JsonNode node) {
        if (node.size() == 1 && node.has(Json.BYTES)) bytes(node.get(Json.BYTES));
        else if (node.size() == 1 && node.has(Json.MAP)) map(node.get(Json.MAP));
        else {
            head(MAP, node.size());
            for (var entry : node.properties()) {
                text(entry.getKey());
                value(entry.getValue());
            }
        }
    }

    private void bytes(JsonNode hex) {
        try {
            var bytes = HexFormat.of().parseHex(hex.asString());
            head(BYTES, bytes.length);
            out.writeBytes(bytes);
        } catch (IllegalArgumentException e) {
            throw refused(
                    "what belongs to \"$bytes\" is not hexadecimal: " + hex, "write it as in {\"$bytes\": \"c0ffee\"}");
        }
    }

    private void map(JsonNode pairs) {
        head(MAP, pairs.size());
        for (var pair : pairs) {
            if (!pairs.isArray() || !pair.isArray() || pair.size() != 2)
                throw refused(
                        "what belongs to \"$map\" is no array of pairs: " + pairs, "write {\"$map\": [[1, \"one\"]]}");
            value(pair.get(0));
            value(pair.get(1));
        }
    }

    private void text(String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        head(TEXT, utf8.length);
        out.writeBytes(utf8);
    }

    private void integer(BigInteger number) {
        var negative = number.signum() < 0;
        var argument = negative ? number.not() : number;
        if (argument.bitLength() > Long.SIZE)
            throw refused("the integer " + number + " does not fit", "CBOR has integers from -2^64 to 2^64-1");
        head(negative ? NEGATIVE : UNSIGNED, argument.longValue());
    }

    private void real(JsonNode node) {
        var number = node.doubleValue();
        if (Double.isInfinite(number)) throw refused("the number " + node + " does not fit", "it is beyond 64 bits");
        var single = (float) number;
        if (single != number) {
            out.write(DOUBLE);
            out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
            return;
        }
        var half = Float.floatToFloat16(single);
        if (Float.float16ToFloat(half) == single) {
            out.write(HALF);
            out.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort(half).array());
        } else {
            out.write(FLOAT);
            out.writeBytes(ByteBuffer.allocate(Float.BYTES).putFloat(single).array());
        }
    }

    /// Writes a major type and its argument, unsigned, in as few bytes as possible.
    private void head(int major, long argument) {
        var bits = Long.SIZE - Long.numberOfLeadingZeros(argument);
        if (bits <= 5 && argument < 24) {
            out.write(major << 5 | (int) argument);
            return;
        }
        var size = bits <= 8 ? 0 : bits <= 16 ? 1 : bits <= 32 ? 2 : 3;
        out.write(major << 5 | 24 + size);
        for (var shift = (8 << size) - 8; shift >= 0; shift -= 8) out.write((int) (argument >>> shift));
    }

    private static Problem refused(String what, String remedy) {
        return new Problem(ExitCode.USAGE, what, remedy);
    }
}
