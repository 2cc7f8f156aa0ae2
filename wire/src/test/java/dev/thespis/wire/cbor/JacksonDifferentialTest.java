package dev.thespis.wire.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import tools.jackson.dataformat.cbor.CBORMapper;
import tools.jackson.dataformat.cbor.CBORWriteFeature;

/// Random values, written by one implementation and read by the other. Jackson's data model is the same as far as these
/// types go.
class JacksonDifferentialTest {
    private static final long SEED = Long.getLong("thespis.seed", System.nanoTime());
    private static final int ROUNDS = 2000;

    enum Colour {
        RED,
        GREEN,
        BLUE
    }

    record Part(int id, String label, Optional<Part> inner) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Whole(
            boolean flag,
            byte b,
            short s,
            int i,
            long j,
            float f,
            double d,
            String text,
            byte[] bytes,
            BigInteger big,
            Colour colour,
            List<Long> numbers,
            Map<String, Double> map,
            List<Part> parts,
            Optional<Long> maybe,
            int[] array) {}

    private final Random random = new Random(SEED);
    private final Codec<Whole> ours = Cbor.codecs().codec(Whole.class);
    private final CBORMapper jackson = CBORMapper.builder()
            .enable(CBORWriteFeature.ENCODE_USING_STANDARD_NEGATIVE_BIGINT_ENCODING)
            .build();

    @Test
    void jacksonReadsWhatWeWrite() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] written = Coding.bytes(ours, whole());

            assertSame(round, jackson.readValue(written, Whole.class), written);
        }
    }

    @Test
    void weReadWhatJacksonWrites() throws DecodeException {
        for (int round = 0; round < ROUNDS; round++) {
            Whole value = whole();

            assertSame(round, Coding.decode(ours, jackson.writeValueAsBytes(value)), Coding.bytes(ours, value));
        }
    }

    /// Only this way: the other one fails since Jackson 3.1 takes a bignum's first bit for a sign.
    @Test
    void weReadBignumsThatJacksonWrites() throws DecodeException {
        for (int round = 0; round < ROUNDS; round++) {
            var sign = BigInteger.valueOf(random.nextBoolean() ? 1 : -1);
            var value = new BigInteger(random.nextInt(300), random).multiply(sign);

            assertThat(Coding.decode(Cbor.codecs().codec(BigInteger.class), jackson.writeValueAsBytes(value)))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(value);
        }
    }

    /// Compares by bytes, since arrays and NaN are not equal to their like.
    private void assertSame(int round, Whole actual, byte[] expected) {
        assertThat(Coding.bytes(ours, actual))
                .as("seed %d, round %d", SEED, round)
                .isEqualTo(expected);
    }

    private Whole whole() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        var map = new LinkedHashMap<String, Double>();
        for (int i = random.nextInt(30); i > 0; i--) map.put(text(), real());
        return new Whole(
                random.nextBoolean(),
                (byte) random.nextInt(),
                (short) integer(),
                (int) integer(),
                integer(),
                (float) real(),
                real(),
                text(),
                bytes,
                BigInteger.valueOf(integer()),
                Colour.values()[random.nextInt(3)],
                list(this::integer),
                map,
                list(() -> part(3)),
                random.nextBoolean() ? Optional.of(integer()) : Optional.empty(),
                random.ints(random.nextInt(40)).toArray());
    }

    private Part part(int depth) {
        boolean more = depth > 0 && random.nextBoolean();
        return new Part((int) integer(), text(), more ? Optional.of(part(depth - 1)) : Optional.empty());
    }

    private <T> List<T> list(Supplier<T> element) {
        var list = new ArrayList<T>();
        for (int i = random.nextInt(30); i > 0; i--) list.add(element.get());
        return list;
    }

    /// Integers of all lengths alike.
    private long integer() {
        return random.nextLong() >> random.nextInt(64);
    }

    /// Numbers that need 16, 32 or 64 bits, and special ones.
    private double real() {
        return switch (random.nextInt(5)) {
            case 0 -> Float.float16ToFloat((short) random.nextInt());
            case 1 -> Float.intBitsToFloat(random.nextInt());
            case 2 -> Double.longBitsToDouble(random.nextLong());
            case 3 -> random.nextInt(100);
            default -> random.nextGaussian();
        };
    }

    private String text() {
        int[] codePoints = random.ints(random.nextInt(random.nextInt(10) == 0 ? 300 : 30))
                .map(bits -> switch (bits & 7) {
                    case 0 -> 0x80 + (bits >>> 8) % 0x700;
                    case 1 -> 0xe000 + (bits >>> 8) % 0x1f00;
                    case 2 -> 0x10000 + (bits >>> 8) % 0x10000;
                    default -> (bits >>> 8) & 0x7f;
                })
                .toArray();
        return new String(codePoints, 0, codePoints.length);
    }
}
