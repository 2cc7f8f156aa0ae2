package dev.thespis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Protocol;
import dev.thespis.docs.ProtocolTypes.Counts;
import dev.thespis.docs.ProtocolTypes.Div;
import dev.thespis.docs.ProtocolTypes.Pair;
import dev.thespis.docs.ProtocolTypes.Payment;
import dev.thespis.docs.ProtocolTypes.Quotient;
import dev.thespis.docs.ProtocolTypes.Remotes;
import dev.thespis.docs.ProtocolTypes.Show;
import dev.thespis.remote.control.Cancel;
import dev.thespis.remote.control.Credit;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Goodbye;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Ping;
import dev.thespis.remote.control.Pong;
import dev.thespis.remote.control.Withdraw;
import dev.thespis.wire.Output;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.cbor.Cbor;
import dev.thespis.wire.cbor.Shapes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The tables in `docs/protocol.md` say what the code does, and leave nothing out.
class ProtocolTablesTest {
    private static final Pattern HASH =
            Pattern.compile("(?m)^\\| (?:`([^`]*)`|\\*\\(empty\\)\\*) \\| `([0-9a-f]{16})` \\| `([0-9a-f]{16})` \\|$");

    private static final Pattern SHAPES = Pattern.compile("(?m)^\\| `([^`]+)` \\| `([^`]+)` \\| `([0-9a-f]{16})` \\|$");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    private final String document = Documents.read(Documents.ROOT.resolve("docs/protocol.md"));

    @Test
    void idsAreThoseOfTheTables() {
        for (var control : List.of(
                "Hello", "Offer", "Withdraw", "Credit", "Fragment", "Cancel", "Ping", "Pong", "Goodbye", "Release"))
            assertThat(document)
                    .contains("| `thespis::" + control + "` | `" + ServiceId.of("thespis", control) + "` |");
        var hashes = HASH.matcher(document).results().toList();
        assertThat(hashes).hasSize(10).allSatisfy(row -> {
            var id = ServiceId.ofText(row.group(1) == null ? "" : row.group(1));
            assertThat(id).hasToString("0x" + row.group(2));
            assertThat(row.group(3)).isEqualTo(HexFormat.of().toHexDigits(Long.reverseBytes(id.value())));
        });
    }

    @Test
    void payloadsAreThoseOfTheTable() {
        var uuid = UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f");
        assertThat(payloadTable())
                .containsExactly(
                        payload(Div.class, new Div(7, 2)),
                        payload(Show.class, new Show()),
                        payload(Remotes.Add.class, new Remotes.Add(5)),
                        payload(Pair.class, new Pair(3, "three")),
                        payload(Payment.class, new Payment.Card("4711")),
                        payload(Quotient.class, new Quotient.Ok(3)),
                        payload(Payment.class, new Payment.Cash()),
                        payload(Boolean.class, true),
                        payload(Long.class, 1000L),
                        payload(Integer.class, -1),
                        payload(Double.class, 1.5),
                        payload(Double.class, 0.1),
                        payload(Character.class, 'ö'),
                        payload(String.class, "hello"),
                        payload(byte[].class, new byte[] {1, 2, 3}),
                        payload(int[].class, new int[] {1, 2}),
                        payload(Counts.class, new Counts(Map.of("a", 1L))),
                        payload(OptionalInt.class, OptionalInt.of(7)),
                        payload(OptionalInt.class, OptionalInt.empty()),
                        payload(Void.class, null),
                        payload(Instant.class, Instant.ofEpochSecond(0, 1)),
                        payload(Duration.class, Duration.ofSeconds(60)),
                        payload(UUID.class, uuid),
                        payload(BigInteger.class, BigInteger.ONE.shiftLeft(64)),
                        payload(BigDecimal.class, new BigDecimal("1.5")),
                        payload(LocalDate.class, LocalDate.parse("2026-01-31")));
    }

    /// The last column of the table of types, from top to bottom.
    private List<String> payloadTable() {
        var table = document.substring(document.indexOf("## 4. Payloads"), document.indexOf("## 5. Errors"));
        return table.lines()
                .filter(line -> line.startsWith("| ") && line.endsWith(" |"))
                .map(row -> row.substring(row.lastIndexOf(" | ")))
                .flatMap(cell -> CODE.matcher(cell).results())
                .map(code -> code.group(1))
                .toList();
    }

    @Test
    void everyErrorStandsInItsTableWithItsComponents() {
        for (var error : ErrorFrame.class.getPermittedSubclasses()) {
            var components = Arrays.stream(error.getRecordComponents())
                    .map(part -> "\"" + part.getName() + "\": "
                            + (part.getType() == Optional.class || part.getType() == ErrorFrame.Id.class
                                    ? "id"
                                    : "text"))
                    .collect(Collectors.joining(", "));
            assertThat(document).contains("| `{\"" + error.getSimpleName() + "\": {" + components + "}}` |");
        }
    }

    @Test
    void everyComponentOfAControlServiceIsDescribed() {
        for (var control : List.of(
                Hello.class,
                Offer.class,
                Offer.Item.class,
                Withdraw.class,
                Credit.class,
                Cancel.class,
                Ping.class,
                Pong.class,
                Goodbye.class)) {
            for (var part : control.getRecordComponents())
                assertThat(document).containsPattern("(?m)^\\|.*`" + part.getName() + "`.* \\|$");
        }
    }

    @Test
    void shapesAreHashedAsTheTableShows() {
        var table = document.substring(document.indexOf("#### Shapes"), document.indexOf("### Ping and Pong"));
        var rows = SHAPES.matcher(table).results().toList();
        assertThat(rows).hasSize(3).allSatisfy(row -> {
            var fingerprint = ServiceId.ofText(row.group(1)).value() * 31
                    + ServiceId.ofText(row.group(2)).value();
            assertThat(row.group(3)).isEqualTo(HexFormat.of().toHexDigits(fingerprint));
        });
    }

    @Test
    void theReferenceServicesAreThoseOfTheTable() throws ClassNotFoundException {
        var services = Protocol.of(Class.forName("dev.thespis.cli.reference.Remotes")).messages().stream()
                .filter(message -> !message.name().equals("Unset")) // exposed by nobody
                .toList();
        assertThat(services).isNotEmpty().allSatisfy(message -> {
            var shape = Shapes.describe(message.type());
            var everything = message.name().equals("Everything");
            if (everything)
                assertThat(document.replaceAll("\\s", "")).contains("```text" + shape.replaceAll("\\s", "") + "```");
            assertThat(document)
                    .contains("| `" + message.name() + "` | " + (everything ? "below" : "`" + shape + "`") + " | "
                            + (everything ? "the same" : "`" + Shapes.describe(message.replyType()) + "`") + " | ");
        });
    }

    private static <T> String payload(Class<T> type, @Nullable T value) {
        var out = new Output(64);
        Cbor.codecs().codec(type).write(value, out);
        return HexFormat.of().formatHex(Arrays.copyOf(out.array(), out.position()));
    }
}
