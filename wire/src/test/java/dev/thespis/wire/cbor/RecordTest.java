package dev.thespis.wire.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.EncodeException;
import dev.thespis.wire.Name;
import dev.thespis.wire.Transparent;
import dev.thespis.wire.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RecordTest {
    record Line(String item, int price) {}

    record Order(long id, List<Line> lines) {}

    record Primitives(boolean z, byte b, short s, char c, int i, long j, float f, double d) {}

    record Age(int years) {
        Age {
            if (years < 0) throw new IllegalArgumentException("years=" + years + " is negative");
        }
    }

    record Person(Age age) {}

    record Silent(int n) {
        Silent {
            if (n == 0) throw new UnsupportedOperationException();
        }
    }

    @Nested
    class Maps {
        @Test
        void hasItsComponentsInTheOrderOfDeclaration() {
            assertThat(Coding.hex(new Line("tea", 5)))
                    .isEqualTo("a2" + "646974656d" + "63746561" + "657072696365" + "05");
        }

        @Test
        void everyPrimitiveTypeComesBack() throws DecodeException {
            var least = new Primitives(
                    false,
                    Byte.MIN_VALUE,
                    Short.MIN_VALUE,
                    '\0',
                    Integer.MIN_VALUE,
                    Long.MIN_VALUE,
                    Float.MIN_VALUE,
                    Double.MIN_VALUE);
            var most = new Primitives(
                    true,
                    Byte.MAX_VALUE,
                    Short.MAX_VALUE,
                    '\uFFFD',
                    Integer.MAX_VALUE,
                    Long.MAX_VALUE,
                    Float.MAX_VALUE,
                    Double.MAX_VALUE);

            assertThat(Coding.decode(Primitives.class, Coding.hex(least))).isEqualTo(least);
            assertThat(Coding.decode(Primitives.class, Coding.hex(most))).isEqualTo(most);
        }

        @Test
        void everyPrimitiveTypeComesBackInAnyOrder() throws DecodeException {
            assertThat(Coding.decode(
                            Primitives.class,
                            "a8" + "6164f93c00" + "6166f93c00" + "616a05" + "616906" + "61636178" + "617307" + "616208"
                                    + "617af5"))
                    .isEqualTo(new Primitives(true, (byte) 8, (short) 7, 'x', 6, 5, 1, 1));
        }

        @Test
        void unknownComponentsAreSkippedWhateverTheyAre() throws DecodeException {
            String unknown = "6178" + "84" + "a101c249ffffffffffffffffff" + "5f4101ff" + "7f6161ff" + "f8ff";

            assertThat(Coding.decode(Line.class, "a3" + "646974656d" + "63746561" + unknown + "657072696365" + "05"))
                    .isEqualTo(new Line("tea", 5));
        }

        @Test
        void unknownComponentsMustBeWellFormed() {
            for (String item : List.of("1c", "1f", "ff", "f81f", "61ff", "3e", "5f6161ff", "8101ff", "df00"))
                assertThatThrownBy(() -> Coding.decode(Person.class, "a1" + "6178" + item))
                        .as(item)
                        .isInstanceOf(DecodeException.class);
        }

        @Test
        void missingComponentIsRefusedByName() {
            assertThatThrownBy(() -> Coding.decode(Line.class, "a1" + "646974656d" + "63746561"))
                    .hasMessage("Line.price: missing, before offset 10");
        }

        @Test
        void componentThatComesTwiceIsRefused() {
            String items = "646974656d" + "6161" + "646974656d" + "6162";

            assertThatThrownBy(() -> Coding.decode(Line.class, "a3" + items + "657072696365" + "05"))
                    .hasMessage("Line.item: a second time at offset 8");
            assertThatThrownBy(() -> Coding.decode(Line.class, "a3" + "646974656d" + "6161" + "00" + "6162"))
                    .hasMessageContaining("Line.item: a second time");
        }

        @Test
        void unknownKeyThatComesTwiceIsRefused() throws DecodeException {
            String items = "646974656d" + "6161" + "657072696365" + "05";

            assertThat(Coding.decode(Line.class, "a4" + items + "6178" + "01" + "6179" + "02"))
                    .isEqualTo(Coding.decode(Line.class, "a2" + items));
            for (String twice : List.of("6178" + "01" + "6178" + "02", "6178" + "01" + "4178" + "02", "09010902"))
                assertThatThrownBy(() -> Coding.decode(Line.class, "a4" + items + twice))
                        .as(twice)
                        .hasMessageContaining("unknown key a second time at offset");
        }

        @Test
        void errorNamesThePathAndTheOffset() {
            String good = "a2" + "646974656d" + "6161" + "657072696365" + "05";
            String bad = "a2" + "646974656d" + "6161" + "657072696365" + "6162";

            assertThatThrownBy(() ->
                            Coding.decode(Order.class, "a2" + "626964" + "01" + "656c696e6573" + "82" + good + bad))
                    .hasMessage("Order.lines[1].price: expected an integer, found text at offset 41");
            assertThatThrownBy(() -> Coding.decode(
                            Order.class, "bf" + "656c696e6573" + "82" + good + bad + "626964" + "01" + "ff"))
                    .hasMessage("Order.lines[1].price: expected an integer, found text at offset 37");
        }

        @Test
        void nameCanBeChanged() throws DecodeException {
            record Renamed(
                    @Name("type") String kind, @Name("") int empty) {}

            assertThat(Coding.hex(new Renamed("a", 1))).isEqualTo("a2" + "6474797065" + "6161" + "60" + "01");
            assertThat(Coding.decode(Renamed.class, "a2" + "60" + "01" + "6474797065" + "6161"))
                    .isEqualTo(new Renamed("a", 1));
        }

        @Test
        void manyComponentsAreFine() throws DecodeException {
            var numbers = IntStream.range(0, 30).asLongStream().boxed().toList();
            var wide = new Wide(
                    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, numbers);

            assertThat(Coding.hex(wide)).startsWith("b81a");
            assertThat(Coding.decode(Wide.class, Coding.hex(wide))).isEqualTo(wide);
        }

        record Wide(
                long a,
                long b,
                long c,
                long d,
                long e,
                long f,
                long g,
                long h,
                long i,
                long j,
                long k,
                long l,
                long m,
                long n,
                long o,
                long p,
                long q,
                long r,
                long s,
                long t,
                double u,
                double v,
                double w,
                double x,
                double y,
                List<Long> z) {}
    }

    @Nested
    class Tuples {
        @Tuple
        record Pair(int first, String second) {}

        @Test
        void isAnArray() throws DecodeException {
            assertThat(Coding.hex(new Pair(3, "x"))).isEqualTo("82036178");
            assertThat(Coding.decode(Pair.class, "82036178")).isEqualTo(new Pair(3, "x"));
            assertThat(Coding.decode(Pair.class, "9f036178ff")).isEqualTo(new Pair(3, "x"));
        }

        @Test
        void everyElementMustBeThereAndNoMore() {
            for (String array : List.of("8103", "8303617800", "9f03ff", "9f03617800ff", "80", "a0", "f6"))
                assertThatThrownBy(() -> Coding.decode(Pair.class, array))
                        .as(array)
                        .isInstanceOf(DecodeException.class);
        }
    }

    @Nested
    class TransparentRecords {
        @Transparent
        record Price(long cents) {}

        record Item(Price price) {}

        @Test
        void isItsComponent() throws DecodeException {
            assertThat(Coding.hex(new Price(5))).isEqualTo("05");
            assertThat(Coding.decode(Price.class, "05")).isEqualTo(new Price(5));
        }

        @Test
        void addsNoStepToThePath() {
            assertThatThrownBy(() -> Coding.decode(Item.class, "a1" + "657072696365" + "6161"))
                    .hasMessage("Item.price: expected an integer, found text at offset 7");
        }
    }

    @Nested
    class Units {
        record Show() {}

        @Test
        void isNull() throws DecodeException {
            assertThat(Coding.hex(new Show())).isEqualTo("f6");
            for (String form : List.of("f6", "f7", "a0", "80", "bfff", "9fff", "c1f6", "a1616101"))
                assertThat(Coding.decode(Show.class, form)).as(form).isEqualTo(new Show());
        }

        @Test
        void isNothingElse() {
            for (String other : List.of("00", "60", "f4", "8100", "40"))
                assertThatThrownBy(() -> Coding.decode(Show.class, other))
                        .as(other)
                        .isInstanceOf(DecodeException.class);
        }
    }

    @Nested
    class Nulls {
        @SuppressWarnings("ArrayRecordComponent")
        record Maybe(
                @Nullable String text,
                @Nullable Long number,
                Optional<String> optional,
                OptionalInt optionalInt,
                OptionalLong optionalLong,
                OptionalDouble optionalDouble,
                byte @Nullable [] bytes) {}

        private static final Maybe NOTHING = new Maybe(
                null, null, Optional.empty(), OptionalInt.empty(), OptionalLong.empty(), OptionalDouble.empty(), null);

        @Test
        void optionalComponentsAreNullOrAbsent() throws DecodeException {
            assertThat(Coding.decode(Maybe.class, Coding.hex(NOTHING))).isEqualTo(NOTHING);
            assertThat(Coding.decode(Maybe.class, "a0")).isEqualTo(NOTHING);
            assertThat(Coding.hex(NOTHING)).contains("6474657874f6").contains("686f7074696f6e616cf6");
        }

        @Test
        void optionalComponentsAreJustTheirValues() throws DecodeException {
            var all = new Maybe(
                    "a", 1L, Optional.of("b"), OptionalInt.of(2), OptionalLong.of(3), OptionalDouble.of(4), null);

            assertThat(Coding.decode(Maybe.class, Coding.hex(all))).isEqualTo(all);
            assertThat(Coding.hex(all)).contains("64746578746161").contains("686f7074696f6e616c6162");
        }

        @Test
        void nullOfOtherComponentIsNotWritten() {
            assertThatExceptionOfType(EncodeException.class)
                    .isThrownBy(() -> Coding.hex(new Order(1, List.of(new Line("a", 1), new Line(null, 2)))))
                    .withMessage("Order.lines[1].item: null, where a value must be");
            assertThatExceptionOfType(EncodeException.class)
                    .isThrownBy(() -> Coding.hex(new Order(1, null)))
                    .withMessage("Order.lines: null, where a value must be");
            assertThatExceptionOfType(EncodeException.class)
                    .isThrownBy(() -> Coding.hex(Cbor.codecs().codec(Order.class), null))
                    .withMessage("Order: null, where a value must be");
            assertThatExceptionOfType(EncodeException.class)
                    .isThrownBy(() -> Coding.hex(new Maybe(
                            null, null, null, NOTHING.optionalInt, NOTHING.optionalLong, NOTHING.optionalDouble, null)))
                    .withMessageStartingWith("Maybe.optional: null");
        }

        @Test
        void nullOfOtherComponentIsNotRead() {
            assertThatThrownBy(() -> Coding.decode(Line.class, "a2" + "646974656d" + "f6" + "657072696365" + "05"))
                    .hasMessage("Line.item: expected text, found null at offset 6");
        }
    }

    @Nested
    class Validation {
        @Test
        void whatTheConstructorRefusesCantBeDecoded() {
            assertThatThrownBy(() -> Coding.decode(Person.class, "a1" + "63616765" + "a1" + "657965617273" + "20"))
                    .isInstanceOf(DecodeException.class)
                    .hasMessage("Person.age: refused, before offset 13: years=-1 is negative");
            assertThatThrownBy(() -> Coding.decode(Age.class, "8120"))
                    .isInstanceOf(DecodeException.class)
                    .hasMessage("Age: refused, before offset 2: years=-1 is negative");
        }

        @Test
        void exceptionWithoutMessageIsNamed() {
            assertThatThrownBy(() -> Coding.decode(Silent.class, "a1" + "616e" + "00"))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageEndingWith("UnsupportedOperationException");
        }
    }

    @Nested
    class Generics {
        record Box<T>(T value) {}

        record Page<T>(List<T> items, @Nullable Page<T> next) {}

        record Boxes(Box<String> text, Box<Integer> number, Box<List<Box<Long>>> nested) {}

        @Test
        void typeArgumentsAreFilledIn() throws DecodeException {
            var boxes = new Boxes(new Box<>("a"), new Box<>(1), new Box<>(List.of(new Box<>(5L))));

            assertThat(Coding.decode(Boxes.class, Coding.hex(boxes))).isEqualTo(boxes);
        }

        @Test
        void recursionThroughTypeArgumentsIsFine() throws DecodeException {
            Codec<Page<String>> codec = new Coding.Of<Page<String>>() {}.codec();
            var pages = new Page<>(List.of("a"), new Page<>(List.of("b", "c"), null));

            assertThat(Coding.decode(codec, Coding.bytes(codec, pages))).isEqualTo(pages);
        }

        @Test
        void errorsInRecursionHaveTheWholePath() {
            Codec<Page<String>> codec = new Coding.Of<Page<String>>() {}.codec();

            assertThatThrownBy(() -> Coding.decode(codec, "8280" + "828101f6"))
                    .hasMessage("Page.next.items[0]: expected text, found an integer at offset 4");
        }
    }
}
