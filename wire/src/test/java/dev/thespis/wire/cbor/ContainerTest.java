package dev.thespis.wire.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.EncodeException;
import dev.thespis.wire.Unsigned;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ContainerTest {
    @Nested
    class Lists {
        record Sparse(List<@Nullable String> texts) {}

        private final Codec<List<String>> texts = new Coding.Of<List<String>>() {}.codec();

        @Test
        void isAnArray() throws DecodeException {
            assertThat(Coding.hex(texts, List.of("a", "b"))).isEqualTo("8261616162");
            assertThat(Coding.decode(texts, "9f61616162ff")).containsExactly("a", "b");
        }

        @Test
        void canHaveNullsIfItSaysSo() throws DecodeException {
            var sparse = new Sparse(Arrays.asList("a", null));

            assertThat(Coding.decode(Sparse.class, Coding.hex(sparse))).isEqualTo(sparse);
            assertThatThrownBy(() -> Coding.decode(texts, "826161f6"))
                    .hasMessage("List[1]: expected text, found null at offset 3");
            assertThatExceptionOfType(EncodeException.class)
                    .isThrownBy(() -> Coding.hex(texts, Collections.singletonList(null)))
                    .withMessage("List[0]: null, where a value must be");
        }

        @Test
        void whatIsReadCantBeChanged() throws DecodeException {
            List<String> read = Coding.decode(texts, "8161" + "61");

            assertThatThrownBy(() -> read.add("b")).isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void longOnesGrow() throws DecodeException {
            var many = Collections.nCopies(10_000, "x");

            assertThat(Coding.decode(texts, Coding.bytes(texts, many))).isEqualTo(many);
        }
    }

    @Nested
    class Sets {
        private final Codec<Set<Integer>> numbers = new Coding.Of<Set<Integer>>() {}.codec();

        @Test
        void isAnArrayAndKeepsItsOrder() throws DecodeException {
            assertThat(Coding.decode(numbers, "83030102")).containsExactly(3, 1, 2);
            assertThat(Coding.hex(numbers, Coding.decode(numbers, "83030102"))).isEqualTo("83030102");
        }
    }

    @Nested
    class Maps {
        @Test
        void keepsItsOrder() throws DecodeException {
            Codec<Map<String, Integer>> codec = new Coding.Of<Map<String, Integer>>() {}.codec();
            var map = new LinkedHashMap<String, Integer>();
            map.put("b", 1);
            map.put("a", 2);

            assertThat(Coding.hex(codec, map)).isEqualTo("a2616201616102");
            assertThat(Coding.decode(codec, "a2616201616102")).containsExactlyEntriesOf(map);
        }

        @Test
        void keysCanBeAnyScalar() throws DecodeException {
            Codec<Map<UUID, Map<Character, Boolean>>> codec =
                    new Coding.Of<Map<UUID, Map<Character, Boolean>>>() {}.codec();
            var map = Map.of(new UUID(1, 2), Map.of('x', true));

            assertThat(Coding.decode(codec, Coding.bytes(codec, map))).isEqualTo(map);
        }

        @Test
        void keyThatComesTwiceIsRefused() {
            Codec<Map<Integer, String>> codec = new Coding.Of<Map<Integer, String>>() {}.codec();

            assertThatThrownBy(() -> Coding.decode(codec, "a2" + "016161" + "18016162"))
                    .hasMessage("Map[1]: a second time at offset 4");
        }

        record Fussy(int number) implements Comparable<Fussy> {
            @Override
            public int hashCode() {
                throw new IllegalStateException("no hash");
            }

            @Override
            public boolean equals(Object other) {
                return other instanceof Fussy fussy && fussy.number == number;
            }

            @Override
            public int compareTo(Fussy other) {
                return Integer.compare(number, other.number);
            }
        }

        @Test
        void keysThatCantBeHashedAreRefused() {
            String fussy = "a1" + "666e756d626572" + "01";

            assertThatThrownBy(() -> Coding.decode(new Coding.Of<Map<Fussy, Long>>() {}.codec(), "a1" + fussy + "02"))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageContaining("no hash");
            assertThatThrownBy(() -> Coding.decode(new Coding.Of<Set<Fussy>>() {}.codec(), "81" + fussy))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageContaining("no hash");
        }

        @Test
        void nullsAreRefused() {
            Codec<Map<String, String>> codec = new Coding.Of<Map<String, String>>() {}.codec();
            var nullValue = new HashMap<String, String>();
            nullValue.put("a", null);
            var nullKey = new HashMap<String, String>();
            nullKey.put(null, "a");

            assertThatExceptionOfType(EncodeException.class)
                    .isThrownBy(() -> Coding.hex(codec, nullValue))
                    .withMessageStartingWith("Map[a]: null");
            assertThatExceptionOfType(EncodeException.class).isThrownBy(() -> Coding.hex(codec, nullKey));
            assertThatThrownBy(() -> Coding.decode(codec, "a16161f6")).hasMessageStartingWith("Map[a]: expected text");
        }
    }

    @Nested
    class JavaArrays {
        @SuppressWarnings("ArrayRecordComponent")
        record Signed(
                boolean[] z, byte[] b, short[] s, char[] c, int[] i, long[] j, float[] f, double[] d, String[][] t) {}

        @SuppressWarnings("ArrayRecordComponent")
        record UnsignedOnes(
                @Unsigned byte[] b,
                @Unsigned short[] s,
                @Unsigned int[] i,
                @Unsigned long[] j) {}

        @Test
        void arraysOfAllPrimitiveTypesComeBack() throws DecodeException {
            var arrays = new Signed(
                    new boolean[] {true, false},
                    new byte[] {-1, 2},
                    new short[] {-300, 300},
                    new char[] {'a', 'ß'},
                    new int[20],
                    new long[] {Long.MIN_VALUE},
                    new float[] {1.5f},
                    new double[0],
                    new String[][] {{"a"}, {}});

            assertThat(Coding.decode(Signed.class, Coding.hex(arrays)))
                    .usingRecursiveComparison()
                    .isEqualTo(arrays);
        }

        @Test
        void unsignedOnesAreArraysOfNumbers() throws DecodeException {
            var arrays = new UnsignedOnes(new byte[] {-1}, new short[] {-1}, new int[] {-1}, new long[] {-1});

            assertThat(Coding.hex(arrays))
                    .isEqualTo("a4" + "61628118ff" + "61738119ffff" + "6169811affffffff" + "616a811bffffffffffffffff");
            assertThat(Coding.decode(UnsignedOnes.class, Coding.hex(arrays)))
                    .usingRecursiveComparison()
                    .isEqualTo(arrays);
        }

        @Test
        void errorsNameTheIndex() {
            assertThatThrownBy(() -> Coding.decode(short[].class, "82011a00010000"))
                    .hasMessage("short[][1]: the integer before offset 7 does not fit into 16 bits, signed");
        }
    }
}
