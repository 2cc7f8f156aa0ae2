package dev.thespis.cli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.cli.terminal.Problem;
import java.util.HexFormat;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    @Nested
    final class Payload {
        /// The right column was written by the original.
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "0                     | 00",
                    "23                    | 17",
                    "24                    | 1818",
                    "256                   | 190100",
                    "4294967295            | 1affffffff",
                    "4294967296            | 1b0000000100000000",
                    "18446744073709551615  | 1bffffffffffffffff",
                    "-1                    | 20",
                    "-128                  | 387f",
                    "-65537                | 3a00010000",
                    "-18446744073709551616 | 3bffffffffffffffff",
                    "0.0                   | f90000",
                    "-0.0                  | f98000",
                    "1.0                   | f93c00",
                    "1.1                   | fb3ff199999999999a",
                    "65504.0               | f97bff",
                    "65505.0               | fa477fe100",
                    "1e5                   | fa47c35000",
                    "1.0e300               | fb7e37e43c8800759c",
                    "6.103515625e-5        | f90400",
                    "1.401298464324817e-45 | fa00000001",
                    "5e-324                | fb0000000000000001",
                    "true                  | f5",
                    "null                  | f6",
                    "``                    | f6",
                    "\"\"                  | 60",
                    "\"水\"                | 63e6b0b4",
                    "[]                    | 80",
                    "{}                    | a0",
                    "[3,\"three\"]         | 8203657468726565",
                    "{\"a\":7,\"b\":0}     | a2616107616200",
                    "{\"Struct\":{\"w\":1.5,\"h\":-0.1}} | a166537472756374a26177f93e006168fbbfb999999999999a",
                    "{\"$bytes\":\"01020304\"}           | 4401020304",
                    "{\"$map\":[[-1,true],[0,false]]}    | a220f500f4"
                })
        void isWhatTheOriginalWrites(String json, String hex) {
            assertThat(HexFormat.of().formatHex(Json.payload(json))).isEqualTo(hex);
        }

        @Test
        void hasLengthsInAsFewBytesAsPossible() {
            assertThat(HexFormat.of().formatHex(Json.payload("\"" + "x".repeat(300) + "\""), 0, 3))
                    .isEqualTo("79012c");
            assertThat(HexFormat.of().formatHex(Json.payload("[" + "0,".repeat(23) + "0]"), 0, 2))
                    .isEqualTo("9818");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{",
                    "[1,]",
                    "1 2",
                    "{\"a\":1,\"a\":2}",
                    "'text'",
                    "NaN",
                    "18446744073709551616",
                    "1e999",
                    "{\"$bytes\":\"xy\"}",
                    "{\"$map\":[1]}",
                    "{\"$map\":{\"a\":1}}"
                })
        void refusesWhatHasNone(String json) {
            assertThatThrownBy(() -> Json.payload(json))
                    .isInstanceOf(Problem.class)
                    .hasMessageMatching("[^\n]+");
        }
    }

    @Nested
    final class Reply {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "1bffffffffffffffff | 18446744073709551615",
                    "3bffffffffffffffff | -18446744073709551616",
                    "f93e00             | 1.5",
                    "fa3dcccccd         | 0.1",
                    "f97c00             | \"Infinity\"",
                    "f6                 | null",
                    "f7                 | null",
                    "43010203           | {\"$bytes\":\"010203\"}",
                    "8143c0ffee         | [{\"$bytes\":\"c0ffee\"}]",
                    "a16161a1616240     | {\"a\":{\"b\":{\"$bytes\":\"\"}}}",
                    "a201636f6e651903e86874686f7573616e64 | {\"1\":\"one\",\"1000\":\"thousand\"}",
                    "9f0102ff           | [1,2]"
                })
        void isWhatTheOriginalWrote(String hex, String json) {
            assertThat(Json.reply(HexFormat.of().parseHex(hex))).isEqualTo(json);
        }

        @ParameterizedTest
        @ValueSource(strings = {"18", "6261", "0303", "82", "ff"})
        void refusesWhatIsNoReply(String hex) {
            assertThatThrownBy(() -> Json.reply(HexFormat.of().parseHex(hex)))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("not CBOR");
        }
    }
}
