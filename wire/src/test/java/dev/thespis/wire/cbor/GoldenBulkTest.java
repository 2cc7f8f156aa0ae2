package dev.thespis.wire.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Golden;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Numbers by the hundred.
class GoldenBulkTest {
    private static final Codec<Double> DOUBLES = Cbor.codecs().codec(double.class);
    private static final Codec<Float> FLOATS = Cbor.codecs().codec(float.class);
    private static final Codec<Long> LONGS = Cbor.codecs().codec(long.class);
    private static final Codec<RustTypes.U64> UNSIGNED_LONGS = Cbor.codecs().codec(RustTypes.U64.class);

    @Test
    void halfPrecisionIsReadAsInTheOriginal() throws DecodeException {
        List<JsonNode> pairs = Golden.bulk("f16_decode");
        assertThat(pairs).hasSizeGreaterThan(3000);
        for (JsonNode pair : pairs) {
            Double expected = Double.longBitsToDouble(
                    HexFormat.fromHexDigitsToLong(pair.get(1).asString()));

            assertThat(Coding.decode(DOUBLES, "f9" + pair.get(0).asString())).isEqualTo(Double.valueOf(expected));
        }
    }

    @Test
    void doublesAreAsInTheOriginal() throws DecodeException {
        for (JsonNode pair : Golden.bulk("f64")) {
            Double value = Double.longBitsToDouble(
                    HexFormat.fromHexDigitsToLong(pair.get(0).asString()));
            String hex = pair.get(1).asString();

            assertThat(Coding.hex(DOUBLES, value)).isEqualTo(hex);
            assertThat(Coding.decode(DOUBLES, hex)).isEqualTo(value);
        }
    }

    @Test
    void floatsAreAsInTheOriginal() throws DecodeException {
        for (JsonNode pair : Golden.bulk("f32")) {
            Float value =
                    Float.intBitsToFloat(HexFormat.fromHexDigits(pair.get(0).asString()));
            String hex = pair.get(1).asString();

            assertThat(Coding.hex(FLOATS, value)).isEqualTo(hex);
            assertThat(Coding.decode(FLOATS, hex)).isEqualTo(value);
        }
    }

    @Test
    void longsAreAsInTheOriginal() throws DecodeException {
        for (JsonNode pair : Golden.bulk("i64")) {
            long value = Long.parseLong(pair.get(0).asString());
            String hex = pair.get(1).asString();

            assertThat(Coding.hex(LONGS, value)).isEqualTo(hex);
            assertThat(Coding.decode(LONGS, hex)).isEqualTo(value);
        }
    }

    @Test
    void unsignedLongsAreAsInTheOriginal() throws DecodeException {
        for (JsonNode pair : Golden.bulk("u64")) {
            var value = new RustTypes.U64(Long.parseUnsignedLong(pair.get(0).asString()));
            String hex = pair.get(1).asString();

            assertThat(Coding.hex(UNSIGNED_LONGS, value)).isEqualTo(hex);
            assertThat(Coding.decode(UNSIGNED_LONGS, hex)).isEqualTo(value);
        }
    }
}
