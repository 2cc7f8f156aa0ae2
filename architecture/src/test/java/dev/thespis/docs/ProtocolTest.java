package dev.thespis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.control.Cancel;
import dev.thespis.remote.control.Credit;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Goodbye;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.control.Metadata;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Ping;
import dev.thespis.remote.control.Pong;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.FrameTooLargeException;
import dev.thespis.wire.Output;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.ThespisWireFormat;
import dev.thespis.wire.Transparent;
import dev.thespis.wire.Tuple;
import dev.thespis.wire.cbor.Cbor;
import dev.thespis.wire.cbor.Shapes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The bytes in `docs/protocol.md` are those that the code writes.
class ProtocolTest {
    private static final Pattern LEADING_HEX = Pattern.compile("^(?:[0-9a-f]{2}(?: |$))+");
    private static final Pattern HASH =
            Pattern.compile("(?m)^\\| (?:`([^`]*)`|\\*\\(empty\\)\\*) \\| `([0-9a-f]{16})` \\| `([0-9a-f]{16})` \\|$");

    private final String document = Documents.read(Documents.ROOT.resolve("docs/protocol.md"));

    record Add(long n) {}

    record Show() {}

    @Transparent
    record NewAdd(long n) {}

    @Tuple
    record Pair(int number, String name) {}

    sealed interface Payment {
        record Cash() implements Payment {}

        record Card(String number) implements Payment {}
    }

    @Test
    void framesAreWrittenAsTheExamplesShow() throws FrameTooLargeException {
        var incarnation = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
        var shape = Shapes.fingerprint(Add.class) * 31 + Shapes.fingerprint(Long.class);
        var add = ServiceId.of("remotes", "Add");
        var show = ServiceId.of("remotes", "Show");
        assertThat(examples())
                .containsExactly(
                        frame(add, 1, Add.class, new Add(5)),
                        frame(add, 0, Add.class, new Add(5)),
                        frame(ServiceId.REPLIES, 1, Long.class, 5L),
                        frame(
                                ServiceId.ERRORS,
                                2,
                                ErrorFrame.class,
                                new ErrorFrame.UnknownService(
                                        Optional.of(ErrorFrame.Id.of(show.value())), Optional.of(ErrorFrame.Id.of(2)))),
                        frame(
                                ServiceId.ERRORS,
                                3,
                                ErrorFrame.class,
                                new ErrorFrame.NotHandled(
                                        Optional.of(ErrorFrame.Id.of(add.value())),
                                        Optional.of(ErrorFrame.Id.of(3)),
                                        ErrorFrame.Reason.EXPIRED,
                                        "")),
                        control(Hello.class, hello(incarnation)),
                        control(Offer.class, new Offer(List.of(new Offer.Item("remotes", "Add", add.value(), shape)))),
                        control(Credit.class, new Credit(add.value(), 64, 64 * 28)),
                        control(Cancel.class, new Cancel(3)),
                        control(Ping.class, new Ping(1)),
                        control(Pong.class, new Pong(1)),
                        control(Goodbye.class, new Goodbye("closed by this side")),
                        withMetadata(add, 3, 60_000_000),
                        frame(show, 2, Show.class, new Show()));
    }

    private static Hello hello(byte[] incarnation) {
        var features = List.of(Metadata.FEATURE);
        return new Hello(1, incarnation, "thespis-java", "0.1.0", 4 << 20, 256, 1 << 20, features);
    }

    private static String withMetadata(ServiceId service, long call, long micros) throws FrameTooLargeException {
        var out = new Output(64);
        var writer = new ThespisWireFormat().writer(4096);
        var start = writer.begin(out, service.value(), call);
        Metadata.write(out, micros);
        Cbor.codecs().codec(Add.class).write(new Add(5), out);
        writer.end(out, start);
        return hex(out);
    }

    @Test
    @Timeout(30)
    void aPeerReallySaysHelloLikeThat() throws Exception {
        var ends = Transports.memory();
        try (var peer = Peer.connect(ends.get(0), PeerOptions.defaults(), self -> {});
                var other = ends.get(1)) {
            var hello = examples().get(5);
            var bytes = ByteBuffer.allocate(hello.length() / 2);
            while (bytes.hasRemaining() && other.read(bytes) >= 0) {}
            var said = HexFormat.of().formatHex(bytes.array());
            var incarnation = hello.indexOf("000102030405");
            assertThat(said.substring(0, incarnation)).isEqualTo(hello.substring(0, incarnation));
            assertThat(said.substring(incarnation + 32)).isEqualTo(hello.substring(incarnation + 32));
            assertThat(peer.isOpen()).isTrue();
        }
    }

    @Test
    void idsAreThoseOfTheTables() {
        for (var control : List.of("Hello", "Offer", "Credit", "Cancel", "Ping", "Pong", "Goodbye"))
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
        assertThat(List.of(
                        payload(Add.class, new Add(5)),
                        payload(Show.class, new Show()),
                        payload(NewAdd.class, new NewAdd(5)),
                        payload(Pair.class, new Pair(3, "three")),
                        payload(Payment.class, new Payment.Card("4711")),
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
                        payload(Instant.class, Instant.ofEpochSecond(0, 1)),
                        payload(Duration.class, Duration.ofSeconds(60)),
                        payload(BigInteger.class, BigInteger.ONE.shiftLeft(64)),
                        payload(BigDecimal.class, new BigDecimal("1.5")),
                        payload(LocalDate.class, LocalDate.parse("2026-01-31"))))
                .allSatisfy(hex -> assertThat(document).contains("`" + hex + "`"));
    }

    private List<String> examples() {
        return Documents.blocks(document, "hex").stream()
                .map(block -> block.lines().map(ProtocolTest::leadingHex).reduce("", String::concat))
                .toList();
    }

    private static String leadingHex(String line) {
        var hex = LEADING_HEX.matcher(line);
        return hex.find() ? hex.group().replace(" ", "") : "";
    }

    private static <T> String control(Class<T> type, T value) throws FrameTooLargeException {
        return frame(ServiceId.of("thespis", type.getSimpleName()), 0, type, value);
    }

    private static <T> String frame(ServiceId service, long call, Class<T> type, T value)
            throws FrameTooLargeException {
        var out = new Output(64);
        var writer = new ThespisWireFormat().writer(4096);
        var start = writer.begin(out, service.value(), call);
        Cbor.codecs().codec(type).write(value, out);
        writer.end(out, start);
        return hex(out);
    }

    private static <T> String payload(Class<T> type, T value) {
        var out = new Output(64);
        Cbor.codecs().codec(type).write(value, out);
        return hex(out);
    }

    private static String hex(Output out) {
        return HexFormat.of().formatHex(Arrays.copyOf(out.array(), out.position()));
    }
}
