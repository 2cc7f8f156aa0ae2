package dev.thespis.wire.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.wire.DecodeException;
import dev.thespis.wire.EncodeException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ScalarTest {
    private static <T> void assertComesBack(T value, String hex) throws DecodeException {
        assertThat(Coding.hex(value)).isEqualTo(hex);
        assertThat(Coding.decode(value.getClass(), hex)).isEqualTo(value);
    }

    private static void assertRefused(Class<?> type, String... forms) {
        for (String form : forms)
            assertThatThrownBy(() -> Coding.decode(type, form)).as(form).isInstanceOf(DecodeException.class);
    }

    @Nested
    class Integers {
        @Test
        void mustFit() {
            assertRefused(byte.class, "1880", "3880", "f6", "f93c00");
            assertRefused(short.class, "198000", "398000");
            assertRefused(int.class, "1a80000000", "3a80000000");
            assertRefused(long.class, "1b8000000000000000", "3b8000000000000000");
            assertRefused(RustTypes.U8.class, "190100", "20");
            assertRefused(RustTypes.U16.class, "1a00010000", "20");
            assertRefused(RustTypes.U32.class, "1b0000000100000000", "20");
            assertRefused(RustTypes.U64.class, "20", "c249010000000000000000");
        }

        @Test
        void bignumsBeginBeyond64BitsAndASign() throws DecodeException {
            assertComesBack(BigInteger.TEN, "0a");
            assertComesBack(new BigInteger("18446744073709551615"), "1bffffffffffffffff");
            assertComesBack(new BigInteger("18446744073709551616"), "c249010000000000000000");
            assertComesBack(new BigInteger("-18446744073709551616"), "3bffffffffffffffff");
            assertComesBack(new BigInteger("-18446744073709551617"), "c349010000000000000000");
        }

        @Test
        void bignumsAreReadInAnyForm() throws DecodeException {
            assertThat(Coding.decode(BigInteger.class, "c25f41014100ff")).isEqualTo(BigInteger.valueOf(256));
            assertThat(Coding.decode(BigInteger.class, "c240")).isZero();
            assertThat(Coding.decode(BigInteger.class, "c1c24101")).isOne();
            assertRefused(BigInteger.class, "4101", "c14101", "f6", "6131", "c26131", "c280", "1f");
        }

        @Test
        void decimalsAreExponentAndMantissa() throws DecodeException {
            assertComesBack(new BigDecimal("273.15"), "c48221196ab3");
            assertComesBack(new BigDecimal("1E+3"), "c4820301");
            assertComesBack(new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE), "c4821a8000000001");
            assertComesBack(new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE), "c4823a7ffffffe01");
            assertThat(Coding.decode(BigDecimal.class, "9f2001ff")).isEqualTo("0.1");
            assertRefused(
                    BigDecimal.class, "c48101", "c483010203", "80", "9fff", "9f01ff", "821a8000000101", "01", "f6");
            assertRefused(BigDecimal.class, "823a7fffffff01", "821a7fffffff", "82f601", "8201f6");
        }
    }

    @Nested
    class Floats {
        @Test
        void integersAreReadAsFloats() throws DecodeException {
            assertThat(Coding.decode(double.class, "1bffffffffffffffff")).isEqualTo(0x1p64);
            assertThat(Coding.decode(double.class, "1b8000000000000401")).isEqualTo(0x1.0000000000001p63);
            assertThat(Coding.decode(double.class, "3bffffffffffffffff")).isEqualTo(-0x1p64);
            assertThat(Coding.decode(float.class, "20")).isEqualTo(-1f);
        }

        @Test
        void everythingElseIsRefused() {
            assertRefused(double.class, "f6", "f4", "6131", "f818", "1f", "c1");
        }
    }

    @Nested
    class Texts {
        @Test
        void anyLengthComesBack() throws DecodeException {
            for (int length : List.of(0, 1, 23, 24, 95, 96, 97, 255, 256, 70_000))
                for (String character : List.of("a", "ß", "水", "𐅑")) {
                    String text = character.repeat(length);
                    assertThat(Coding.decode(String.class, Coding.hex(text))).isEqualTo(text);
                }
        }

        @Test
        void chunksAreJoined() throws DecodeException {
            assertThat(Coding.decode(String.class, "7f6161" + "60" + "62c39f" + "ff"))
                    .isEqualTo("aß");
            assertRefused(String.class, "7f61c3619fff", "7f4161ff", "7f7f6161ffff", "7f6161", "7f", "7fc16161ff");
        }

        @Test
        void halfASurrogatePairIsNotWritten() {
            for (String text : List.of("\ud800", "a\udc00", "x".repeat(200) + "\ud800"))
                assertThatExceptionOfType(EncodeException.class)
                        .isThrownBy(() -> Coding.hex(text))
                        .withMessageContaining("surrogate");
            assertThatExceptionOfType(EncodeException.class).isThrownBy(() -> Coding.hex('\ud800'));
        }

        @Test
        void characterIsOneOfTheBasicMultilingualPlane() throws DecodeException {
            assertComesBack('ß', "62c39f");
            assertRefused(char.class, "60", "626161", "64f0908591", "1861");
        }

        @Test
        void bytesAreBytesOrNumbers() throws DecodeException {
            assertThat(Coding.hex(new byte[] {1, -1})).isEqualTo("4201ff");
            assertThat(Coding.decode(byte[].class, "820118ff")).containsExactly(1, -1);
            assertThat(Coding.decode(byte[].class, "5f410141ffff")).containsExactly(1, -1);
            assertRefused(byte[].class, "8120", "81190100", "6161", "5f6161ff", "5f5f4101ffff", "f6");
        }
    }

    @Nested
    class Times {
        @Test
        void instantsAreAsSystemTime() throws DecodeException {
            assertComesBack(
                    Instant.ofEpochSecond(1, 5),
                    "a2" + "70736563735f73696e63655f65706f6368" + "01" + "716e616e6f735f73696e63655f65706f6368" + "05");
            assertThat(Coding.decode(Instant.class, Coding.hex(Instant.MIN))).isEqualTo(Instant.MIN);
            assertThat(Coding.decode(Instant.class, Coding.hex(Instant.MAX))).isEqualTo(Instant.MAX);
        }

        @Test
        void durationsAreSecondsAndNanos() throws DecodeException {
            assertComesBack(Duration.ofSeconds(1, 5), "a2" + "6473656373" + "01" + "656e616e6f73" + "05");
            assertComesBack(Duration.ofNanos(-1), "a2" + "6473656373" + "20" + "656e616e6f73" + "1a3b9ac9ff");
        }

        @Test
        void impossibleOnesAreRefused() {
            assertRefused(Duration.class, "8201" + "1a3b9aca00", "820120", "f6");
            assertRefused(Instant.class, "821b7fffffffffffffff00", "8201");
            assertThatThrownBy(() -> Coding.decode(Duration.class, "8201" + "1a3b9aca00"))
                    .hasMessageContaining("nanos=1000000000");
        }

        @Test
        void othersAreText() throws DecodeException {
            assertComesBack(LocalDate.of(2026, 2, 3), "6a323032362d30322d3033");
            assertComesBack(LocalTime.of(1, 2), "6530313a3032");
            for (Object value : List.of(
                    LocalDateTime.of(2026, 2, 3, 4, 5, 6, 7),
                    OffsetDateTime.parse("2026-02-03T04:05:06+07:00"),
                    ZonedDateTime.parse("2026-02-03T04:05:06+01:00[Europe/Paris]")))
                assertThat(Coding.decode(value.getClass(), Coding.hex(value))).isEqualTo(value);
            assertRefused(LocalDate.class, "6161", "60", "01", "f6");
            assertRefused(ZonedDateTime.class, "6161");
        }
    }

    @Nested
    class Identifiers {
        @Test
        void uuidsAreSixteenBytesOrText() throws DecodeException {
            var uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

            assertComesBack(uuid, "5000112233445566778899aabbccddeeff");
            assertThat(Coding.decode(UUID.class, Coding.hex(uuid.toString()))).isEqualTo(uuid);
            assertRefused(UUID.class, "40", "6161", "4f00112233445566778899aabbccddee", "f6", "01");
        }

        @Test
        void urisAreText() throws DecodeException {
            assertComesBack(URI.create("a:b"), "63613a62");
            assertRefused(URI.class, "613a", "6120", "01");
        }
    }

    @Test
    void voidIsNull() throws DecodeException {
        assertThat(Coding.hex(Cbor.codecs().codec(Void.class), null)).isEqualTo("f6");
        assertThat(Coding.decode(Void.class, "f6")).isNull();
        assertThat(Coding.decode(Void.class, "f7")).isNull();
        assertRefused(Void.class, "00", "80", "");
    }

    @Test
    void booleansAreNothingElse() throws DecodeException {
        assertComesBack(true, "f5");
        assertRefused(boolean.class, "00", "f6", "f8f5");
    }
}
