package dev.thespis.wire.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import dev.thespis.wire.reference.Everything;
import dev.thespis.wire.reference.Result;
import dev.thespis.wire.reference.Samples;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever a peer sends, the worst that happens is a DecodeException, soon and without much memory.
@Timeout(60)
class HostileInputTest {
    private static final long SEED = Long.getLong("thespis.seed", System.nanoTime());

    record Recursive(
            @Nullable Recursive record,
            @Nullable List<Recursive> list,
            @Nullable Map<String, Recursive> map,
            @Nullable Result<Recursive, Long> variant) {}

    /// One codec of each kind.
    private static List<Codec<?>> codecs() {
        var codecs = Cbor.codecs();
        return Stream.<Type>of(
                        Everything.class,
                        Recursive.class,
                        RustTypes.Tree.class,
                        BigInteger.class,
                        BigDecimal.class,
                        UUID.class,
                        Duration.class,
                        ZonedDateTime.class,
                        String.class,
                        byte[].class,
                        long[].class,
                        String[].class,
                        Void.class,
                        char.class,
                        double.class,
                        new Coding.Of<Map<String, List<Long>>>() {}.type(),
                        new Coding.Of<Set<Integer>>() {}.type(),
                        new Coding.Of<Result<Long, String>>() {}.type())
                .<Codec<?>>map(codecs::codec)
                .toList();
    }

    private static byte[] everything() {
        return Coding.bytes(Cbor.codecs().codec(Everything.class), Samples.everything());
    }

    @Test
    void everyPrefixIsRefused() {
        byte[] whole = everything();
        var codec = Cbor.codecs().codec(Everything.class);
        for (int length = 0; length < whole.length; length++) {
            byte[] prefix = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Coding.decode(codec, prefix)).isInstanceOf(DecodeException.class);
        }
    }

    @Test
    void everyChangedByteIsReadOrRefused() {
        var codec = Cbor.codecs().codec(Everything.class);
        byte[] whole = everything();
        for (int i = 0; i < whole.length; i++)
            for (int value = 0; value < 256; value++) {
                byte[] changed = whole.clone();
                changed[i] = (byte) value;
                assertReadOrRefused(codec, changed);
            }
    }

    @Test
    void randomBytesAreReadOrRefused() {
        var random = new Random(SEED);
        for (Codec<?> codec : codecs())
            for (int round = 0; round < 3000; round++) {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                assertReadOrRefused(codec, bytes);
            }
    }

    /// Bytes that begin well more often than random ones.
    @Test
    void randomItemsAreReadOrRefused() {
        var random = new Random(SEED);
        byte[] heads = HexFormat.of()
                .parseHex("0001171818ff1901001bffffffffffffffff2038ff405f4101ff606161617f806281829fa0a1a2bfc1c2c3c4"
                        + "d9d9f7f4f5f6f7f97e00fa00000000fb000000000000000062696461f8fff4ff");
        for (Codec<?> codec : codecs())
            for (int round = 0; round < 3000; round++) {
                byte[] bytes = new byte[random.nextInt(60)];
                for (int i = 0; i < bytes.length; i++) bytes[i] = heads[random.nextInt(heads.length)];
                assertReadOrRefused(codec, bytes);
            }
    }

    private static void assertReadOrRefused(Codec<?> codec, byte[] bytes) {
        try {
            Coding.decode(codec, bytes);
        } catch (DecodeException e) {
            assertThat(e.getMessage()).isNotEmpty();
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "seed " + SEED + ", bytes " + HexFormat.of().formatHex(bytes), e);
        }
    }

    @Nested
    class Bombs {
        @Test
        void depthIsRefusedWithoutUsingTheStack() {
            for (String level :
                    List.of("81", "9f", "a16178", "bf6178", "c1", "a1666c697374" + "81", "5f", "7f", "a1617881"))
                for (Codec<?> codec : codecs()) {
                    byte[] bomb = HexFormat.of().parseHex(level.repeat(200_000 / level.length()));
                    assertThatThrownBy(() -> Coding.decode(codec, bomb)).isInstanceOf(DecodeException.class);
                }
        }

        @Test
        void depthOfSkippedItemsCountsToo() throws DecodeException {
            var codec = Cbor.codecs().codec(Recursive.class);
            String skipped = "a1" + "6178";

            assertThatCode(() -> Coding.decode(codec, skipped + "81".repeat(63) + "00"))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> Coding.decode(codec, skipped + "81".repeat(64) + "00"))
                    .hasMessageContaining("nested too deeply");
        }

        @Test
        void outOfOrderRecordsAreNotReadTwicePerLevel() {
            // Were each level decoded anew when its last component is not where it is expected, this would never end.
            String level = "a4" + "667265636f7264";
            String rest = "63" + "6d6170" + "f6" + "646c697374" + "f6" + "6776617269616e74" + "f6";
            String bomb = level.repeat(60) + "f6" + rest.repeat(60);

            assertThatCode(() -> Coding.decode(Cbor.codecs().codec(Recursive.class), bomb))
                    .doesNotThrowAnyException();
        }

        @Test
        void manyTagsAreSkippedInOnePass() throws DecodeException {
            assertThat(Coding.decode(long.class, "c1".repeat(100_000) + "05")).isEqualTo(5);
            assertThat(Coding.decode(BigInteger.class, "c1".repeat(100_000) + "05"))
                    .isEqualTo(5);
        }
    }

    @Nested
    class Lies {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        @Test
        void lengthsThatCantBeTrueAreRefusedAtOnce() {
            for (String argument : List.of(
                    "1a7fffffff", "1affffffff", "1b1000000000000000", "1b7fffffffffffffff", "1bffffffffffffffff"))
                for (int major = 2; major <= 5; major++) {
                    byte[] bytes = Arrays.copyOf(HexFormat.of().parseHex(argument), 20);
                    bytes[0] |= (byte) (major << 5);
                    for (Codec<?> codec : codecs()) {
                        assertReadOrRefused(codec, bytes);
                        long before = threads.getCurrentThreadAllocatedBytes();
                        assertReadOrRefused(codec, bytes);
                        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                                .isLessThan(20_000);
                    }
                }
        }

        @Test
        void nestedClaimsDoNotAddUp() {
            // Each of 60 arrays claims a million elements, for which there are bytes enough, and has but one.
            var codec = Cbor.codecs().codec(Recursive.class);
            var bytes = new ArrayList<String>();
            for (int i = 0; i < 30; i++) bytes.add("84f69a000f0000");
            byte[] bomb = Arrays.copyOf(HexFormat.of().parseHex(String.join("", bytes)), 1_100_000);
            assertReadOrRefused(codec, bomb);

            long before = threads.getCurrentThreadAllocatedBytes();
            assertThatThrownBy(() -> Coding.decode(codec, bomb)).isInstanceOf(DecodeException.class);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
        }

        @Test
        void messagesStayShort() {
            String text = "7a000186a0" + "61".repeat(100_000);

            assertThatThrownBy(() -> Coding.decode(Cbor.codecs().codec(URI.class), text.replace("61", "7f")))
                    .isInstanceOf(DecodeException.class)
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
            assertThatThrownBy(
                            () -> new Coding.Of<Map<String, Long>>() {}.codec().read(input("a1" + text + "f6")))
                    .isInstanceOf(DecodeException.class)
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
            assertThatThrownBy(
                            () -> new Coding.Of<Result<Long, Long>>() {}.codec().read(input(text)))
                    .isInstanceOf(DecodeException.class)
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
        }

        @Test
        void messagesCanBeSentBack() {
            // The excerpt of the name would end within a surrogate pair.
            String name = "x".repeat(199) + "\ud83d\ude00".repeat(50);
            String text = Coding.hex(Cbor.codecs().codec(String.class), name);

            assertThatThrownBy(
                            () -> new Coding.Of<Result<Long, Long>>() {}.codec().read(input(text)))
                    .satisfies(e -> assertThat(Coding.hex(Cbor.codecs().codec(String.class), e.getMessage()))
                            .isNotEmpty());
        }

        @Test
        void keysThatTakeLongToWriteOutAreNotShown() {
            record Key(BigInteger number) implements Comparable<Key> {
                @Override
                public int compareTo(Key other) {
                    return number.compareTo(other.number);
                }

                @Override
                public String toString() {
                    throw new AssertionError("written out");
                }
            }
            String entry = "a1" + "666e756d626572" + "01" + "f5";

            assertThatThrownBy(() -> new Coding.Of<Map<Key, Long>>() {}.codec().read(input("a1" + entry)))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageStartingWith("Map[]: expected an integer");
        }

        private Input input(String hex) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            return new Input(bytes, 0, bytes.length);
        }

        @Test
        void memoryIsInProportionToTheBytes() throws DecodeException {
            record Texts(List<String> texts) {}
            byte[] head = HexFormat.of().parseHex("a1" + "657465787473" + "9a000186a0");
            byte[] exact = Arrays.copyOf(head, head.length + 100_000);
            Arrays.fill(exact, head.length, exact.length, (byte) 0x60);
            var codec = Cbor.codecs().codec(Texts.class);
            Coding.decode(codec, exact);

            long before = threads.getCurrentThreadAllocatedBytes();
            Coding.decode(codec, exact);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(40L * exact.length);
        }
    }
}
