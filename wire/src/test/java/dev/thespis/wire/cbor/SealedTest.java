package dev.thespis.wire.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Name;
import dev.thespis.wire.Transparent;
import dev.thespis.wire.reference.Result;
import dev.thespis.wire.reference.Shape;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SealedTest {
    sealed interface Expression {
        @Transparent
        record Literal(long value) implements Expression {}

        record Sum(Expression left, Expression right) implements Expression {}

        sealed interface Special extends Expression {
            record Nothing() implements Special {}

            @Name("everything")
            record All() implements Special {}
        }
    }

    sealed interface Diamond {
        sealed interface Left extends Diamond {}

        sealed interface Right extends Diamond {}

        record One() implements Left, Right {}
    }

    enum Colour {
        RED,
        @Name("green")
        GREEN
    }

    record Painted(Colour colour, Expression expression) {}

    private static final Codec<Expression> EXPRESSIONS = Cbor.codecs().codec(Expression.class);
    private static final Codec<Colour> COLOURS = Cbor.codecs().codec(Colour.class);
    private static final Codec<Shape> SHAPES = Cbor.codecs().codec(Shape.class);

    @Nested
    class Variants {
        @Test
        void recursionAndNestedInterfacesComeBack() throws DecodeException {
            Expression sum = new Expression.Sum(
                    new Expression.Sum(new Expression.Literal(1), new Expression.Special.Nothing()),
                    new Expression.Special.All());

            assertThat(Coding.decode(EXPRESSIONS, Coding.bytes(EXPRESSIONS, sum)))
                    .isEqualTo(sum);
            assertThat(Coding.hex(EXPRESSIONS, new Expression.Special.All())).isEqualTo("6a65766572797468696e67");
        }

        @Test
        void recordPermittedTwiceIsOneVariant() throws DecodeException {
            Codec<Diamond> codec = Cbor.codecs().codec(Diamond.class);

            assertThat(Coding.decode(codec, "634f6e65")).isEqualTo(new Diamond.One());
        }

        @Test
        void recordOfAnInterfaceAloneHasNoName() throws DecodeException {
            assertThat(Coding.hex(new Expression.Literal(1))).isEqualTo("01");
        }

        @Test
        void prepareTheRecordFirstAndTheInterfaceInside() throws DecodeException {
            var sum = new Expression.Sum(new Expression.Literal(1), new Expression.Literal(2));

            assertThat(Coding.decode(Expression.Sum.class, Coding.hex(sum))).isEqualTo(sum);
        }

        @Test
        void genericInterfacePassesItsArgumentsOn() throws DecodeException {
            Codec<Result<List<Long>, String>> codec = new Coding.Of<Result<List<Long>, String>>() {}.codec();
            Result<List<Long>, String> ok = new Result.Ok<>(List.of(1L));
            Result<List<Long>, String> err = new Result.Err<>("bad");

            assertThat(Coding.hex(codec, ok)).isEqualTo("a1624f6b8101");
            assertThat(Coding.decode(codec, Coding.bytes(codec, ok))).isEqualTo(ok);
            assertThat(Coding.decode(codec, Coding.bytes(codec, err))).isEqualTo(err);
        }

        @Test
        void variantWithoutComponentsInAllForms() throws DecodeException {
            for (String form : List.of(
                    "64556e6974",
                    "44556e6974",
                    "00",
                    "a164556e6974f6",
                    "a100f6",
                    "a164556e6974a0",
                    "8164556e6974",
                    "9f64556e6974ff",
                    "c164556e6974"))
                assertThat(Coding.decode(SHAPES, form)).as(form).isEqualTo(new Shape.Unit());
        }

        @Test
        void everyOtherFormIsRefused() {
            for (String form : List.of(
                    "80",
                    "a0",
                    "a2674e6577747970650164556e6974f6",
                    "674e657774797065",
                    "81674e657774797065",
                    "83674e6577747970650102",
                    "06",
                    "1bffffffffffffffff",
                    "20",
                    "f6",
                    "f5",
                    "6158",
                    "a1615801",
                    "a1f601",
                    "82655475706c6501",
                    "84655475706c6501616101",
                    "bf674e6577747970650164556e6974f6ff",
                    "a1" + "00" + "05"))
                assertThatThrownBy(() -> Coding.decode(SHAPES, form)).as(form).isInstanceOf(DecodeException.class);
        }

        @Test
        void errorsNameTheVariant() {
            assertThatThrownBy(
                            () -> Coding.decode(EXPRESSIONS, "a1" + "6353756d" + "82" + "a1674c69746572616c01" + "60"))
                    .hasMessageStartingWith("Expression.Sum.right: there is no variant \"\"");
            assertThatThrownBy(() -> Coding.decode(EXPRESSIONS, "a1" + "674c69746572616c" + "6161"))
                    .hasMessage("Expression.Literal: expected an integer, found text at offset 9");
        }
    }

    @Nested
    class Enums {
        @Test
        void isItsName() throws DecodeException {
            assertThat(Coding.hex(Colour.RED)).isEqualTo("63524544");
            assertThat(Coding.hex(Colour.GREEN)).isEqualTo("65677265656e");
            assertThat(Coding.decode(Colour.class, "65677265656e")).isEqualTo(Colour.GREEN);
        }

        @Test
        void otherFormsOfSerdeAreAccepted() throws DecodeException {
            for (String form :
                    List.of("01", "45677265656e", "a165677265656ef6", "a101f6", "8101", "9f01ff", "bf01f6ff"))
                assertThat(Coding.decode(COLOURS, form)).as(form).isEqualTo(Colour.GREEN);
        }

        @Test
        void everythingElseIsRefused() {
            for (String form : List.of(
                    "02",
                    "6561",
                    "f6",
                    "60",
                    "65475245454e",
                    "a10100",
                    "820100",
                    "80",
                    "a0",
                    "1b8000000000000001",
                    "1bffffffffffffffff",
                    "1a7fffffff"))
                assertThatThrownBy(() -> Coding.decode(COLOURS, form)).as(form).isInstanceOf(DecodeException.class);
        }
    }

    @Test
    void insideRecords() throws DecodeException {
        var painted = new Painted(Colour.GREEN, new Expression.Special.Nothing());

        assertThat(Coding.decode(Painted.class, Coding.hex(painted))).isEqualTo(painted);
    }
}
