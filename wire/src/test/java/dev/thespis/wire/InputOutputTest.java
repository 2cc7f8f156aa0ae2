package dev.thespis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InputOutputTest {
    private static Input input(int... bytes) {
        byte[] array = new byte[bytes.length + 2];
        for (int i = 0; i < bytes.length; i++) array[i + 1] = (byte) bytes[i];
        return new Input(array, 1, bytes.length);
    }

    @Nested
    class Writing {
        @Test
        void growsFromNothing() {
            var out = new Output(0);
            out.int8(1);
            out.int16(0x0203);
            out.int32(0x04050607);
            out.int64(0x08090a0b0c0d0e0fL);
            out.bytes(new byte[] {0, 16, 17}, 1, 1);

            assertThat(Arrays.copyOf(out.array(), out.position()))
                    .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
        }

        @Test
        void positionOutsideIsRefused() {
            var out = new Output(4);

            assertThatIllegalArgumentException().isThrownBy(() -> out.position(5));
            assertThatIllegalArgumentException().isThrownBy(() -> out.position(-1));
        }

        @Test
        void cutsBack() {
            var out = new Output(4);
            out.int32(1);
            out.position(1);
            out.int8(7);

            assertThat(out.position()).isEqualTo(2);
            assertThat(out.array()).startsWith(0, 7);
        }

        @Test
        void moreThanAnArrayHoldsIsRefused() {
            var out = new Output(4);
            out.int32(1);

            assertThatExceptionOfType(EncodeException.class).isThrownBy(() -> out.reserve(Integer.MAX_VALUE));
        }
    }

    @Nested
    class Reading {
        @Test
        void numbersAreBigEndian() throws Exception {
            Input in = input(0xff, 0xfe, 0xfd, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

            assertThat(in.uint8()).isEqualTo(0xff);
            assertThat(in.uint16()).isEqualTo(0xfefd);
            assertThat(in.int32()).isEqualTo(0x01020304);
            assertThat(in.int64()).isEqualTo(0x05060708090a0b0cL);
            assertThat(in.remaining()).isZero();
            assertThat(in.peek()).isEqualTo(-1);
        }

        @Test
        void nothingOutsideTheRangeIsRead() {
            assertThatThrownBy(() -> input().uint8()).isInstanceOf(DecodeException.class);
            assertThatThrownBy(() -> input(1).uint16()).isInstanceOf(DecodeException.class);
            assertThatThrownBy(() -> input(1, 2, 3).int32()).isInstanceOf(DecodeException.class);
            assertThatThrownBy(() -> input(1, 2, 3, 4, 5, 6, 7).int64()).isInstanceOf(DecodeException.class);
            assertThatThrownBy(() -> input(1).bytes(2)).isInstanceOf(DecodeException.class);
            assertThatThrownBy(() -> input(1).utf8(2)).isInstanceOf(DecodeException.class);
            assertThatThrownBy(() -> input(1).skip(2)).isInstanceOf(DecodeException.class);
            assertThatThrownBy(() -> input(1).skip(-1)).isInstanceOf(DecodeException.class);
            assertThat(input(1).skipIf(new byte[] {1, 0})).isFalse();
            assertThatThrownBy(() -> new Input(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        }

        @Test
        void skipsExpectedBytesOnly() {
            byte[] ten = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
            for (int wrong = 0; wrong < ten.length; wrong++) {
                byte[] other = ten.clone();
                other[wrong]++;
                Input in = new Input(other, 0, other.length);
                assertThat(in.skipIf(ten)).isFalse();
                assertThat(in.offset()).isZero();
            }
            Input in = new Input(ten, 0, ten.length);
            assertThat(in.skipIf(ten)).isTrue();
            assertThat(in.remaining()).isZero();
        }

        @Test
        void goesBackWithinTheRange() throws Exception {
            Input in = input(1, 2, 3);
            in.skip(2);
            in.offset(1);

            assertThat(in.uint8()).isEqualTo(2);
            assertThatIllegalArgumentException().isThrownBy(() -> in.offset(4));
            assertThatIllegalArgumentException().isThrownBy(() -> in.offset(-1));
        }

        @Test
        void textWithReplacementCharacterIsValid() throws Exception {
            byte[] bytes = "a\uFFFDb".getBytes(StandardCharsets.UTF_8);

            assertThat(new Input(bytes, 0, bytes.length).utf8(bytes.length)).isEqualTo("a\uFFFDb");
        }

        @Test
        void invalidUtf8IsRefused() {
            int[][] texts = {
                {0xff},
                {0xc3, 0x28},
                {0xc0, 0x80},
                {0xe2, 0x82},
                {0xed, 0xa0, 0x80},
                {0xf4, 0x90, 0x80, 0x80},
                {0x80},
                {0xef, 0xbf, 0xbd, 0xff}
            };
            for (int[] text : texts)
                assertThatThrownBy(() -> input(text).utf8(text.length))
                        .isInstanceOf(DecodeException.class)
                        .hasMessageContaining("invalid UTF-8");
        }
    }

    @Nested
    class Paths {
        @Test
        void growFromTheInside() {
            assertThat(new DecodeException("bad").within("[3]").within(".lines").within("Order"))
                    .hasMessage("Order.lines[3]: bad");
            assertThat(new EncodeException("bad").within(".a").within("B")).hasMessage("B.a: bad");
            assertThat(new DecodeException("bad")).hasMessage("bad");
            assertThat(new EncodeException("bad")).hasMessage("bad");
        }

        @Test
        void peersCantMakeUsCollectStackTraces() {
            assertThat(new DecodeException("bad").getStackTrace()).isEmpty();
        }
    }
}
