package dev.thespis.docs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Nursery;
import dev.thespis.docs.ProtocolTypes.Div;
import dev.thespis.docs.ProtocolTypes.Quotient;
import dev.thespis.docs.ProtocolTypes.Remotes;
import dev.thespis.docs.ProtocolTypes.Show;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.control.Cancel;
import dev.thespis.remote.control.Credit;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Fragment;
import dev.thespis.remote.control.Goodbye;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.control.Hops;
import dev.thespis.remote.control.Metadata;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Ping;
import dev.thespis.remote.control.Pong;
import dev.thespis.remote.control.Withdraw;
import dev.thespis.remote.transport.Duplex;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.FrameTooLargeException;
import dev.thespis.wire.Output;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.ThespisWireFormat;
import dev.thespis.wire.cbor.Cbor;
import dev.thespis.wire.cbor.Shapes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The bytes in `docs/protocol.md` are those that the code writes.
class ProtocolTest {
    private static final Pattern LEADING_HEX = Pattern.compile("^(?:[0-9a-f]{2}(?: |$))+");

    private final String document = Documents.read(Documents.ROOT.resolve("docs/protocol.md"));

    /// Adds up.
    private static final class Adder implements Actor<Remotes> {
        private long total;

        @Override
        public Handlers<Remotes> handlers() {
            return Handlers.of(Remotes.class).on(Remotes.Add.class, add -> total += add.n());
        }
    }

    @Test
    void framesAreWrittenAsTheExamplesShow() throws FrameTooLargeException {
        var incarnation = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
        var shape = Shapes.fingerprint(Remotes.Add.class) * 31 + Shapes.fingerprint(Long.class);
        var add = ServiceId.of("remotes", "Add");
        var show = ServiceId.of("remotes", "Show");
        assertThat(examples())
                .containsExactly(
                        frame(add, 1, Remotes.Add.class, new Remotes.Add(5)),
                        frame(add, 0, Remotes.Add.class, new Remotes.Add(5)),
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
                        control(
                                Withdraw.class,
                                new Withdraw(List.of(new Offer.Item("remotes", "Add", add.value(), shape)))),
                        control(Credit.class, new Credit(add.value(), 64, 64 * 25)),
                        fragment(1, 0, 20),
                        fragment(1, 20, 25),
                        fragment(2, 0, 0),
                        control(Cancel.class, new Cancel(3)),
                        control(Ping.class, new Ping(1)),
                        control(Pong.class, new Pong(1)),
                        control(Goodbye.class, new Goodbye("closed by this side")),
                        withMetadata(add, 3, 60_000_000, 0),
                        traced(add),
                        withMetadata(add, 3, 60_000_000, 2),
                        control(Offer.class, new Offer(List.of())),
                        frame(show, 2, Show.class, new Show()),
                        frame(ServiceId.of("remotes", "Div"), 3, Div.class, new Div(7, 2)),
                        frame(ServiceId.REPLIES, 3, Quotient.class, new Quotient.Ok(3)));
    }

    private static Hello hello(byte[] incarnation) {
        var features = List.of(Metadata.FEATURE, Fragment.FEATURE);
        return new Hello(1, incarnation, "thespis-java", "0.1.0", 4 << 20, 4_096, 1 << 20, features);
    }

    /// A part of the call of `Add(5)`.
    private static String fragment(long row, int from, int to) throws FrameTooLargeException {
        var call = HexFormat.of()
                .parseHex(frame(ServiceId.of("remotes", "Add"), 1, Remotes.Add.class, new Remotes.Add(5)));
        var out = new Output(64);
        var writer = new ThespisWireFormat().writer(4096);
        var start = writer.begin(out, ServiceId.of("thespis", "Fragment").value(), row);
        Fragment.write(out, call, from, to - from);
        writer.end(out, start);
        return hex(out);
    }

    private static String withMetadata(ServiceId service, long call, long micros, int relays)
            throws FrameTooLargeException {
        var out = new Output(64);
        var writer = new ThespisWireFormat().writer(4096);
        var start = writer.begin(out, service.value(), call);
        if (relays > 0) Hops.write(out, relays);
        Metadata.write(out, micros);
        Cbor.codecs().codec(Remotes.Add.class).write(new Remotes.Add(5), out);
        writer.end(out, start);
        return hex(out);
    }

    private static String traced(ServiceId service) throws FrameTooLargeException {
        var out = new Output(64);
        var writer = new ThespisWireFormat().writer(4096);
        var start = writer.begin(out, service.value(), 0);
        Metadata.write(out, Metadata.NONE, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "");
        Cbor.codecs().codec(Remotes.Add.class).write(new Remotes.Add(5), out);
        writer.end(out, start);
        return hex(out);
    }

    @Test
    @Timeout(30)
    void theConversationIsHadWithAServer() throws Exception {
        var ends = Transports.memory();
        try (var nursery = Nursery.open("conversation");
                var client = ends.get(1)) {
            var services = Services.of(Remotes.class, nursery.spawn(Remotes.class, Adder::new));
            try (var server = Peer.accept(ends.get(0), PeerOptions.defaults(), self -> self.expose(services))) {
                var hello = example("thespis::Hello");
                write(client, hello);
                write(client, example("thespis::Offer", "an empty array"));
                write(client, example("remotes::Add", "call 1"));
                assertThat(withoutIncarnation(read(client, hello))).isEqualTo(withoutIncarnation(hello));
                reads(client, example("thespis::Offer", "an array of 1"));
                reads(client, example("a reply", "to call 1"));
                write(client, example("remotes::Add", "a send"));
                write(client, example("remotes::Show", "call 2"));
                reads(client, example("\"UnknownService\"", "for call 2"));
                write(client, example("thespis::Goodbye"));
                client.shutdownOutput();
                assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                server.join();
            }
        }
    }

    private static void reads(Duplex from, String example) throws IOException {
        assertThat(read(from, example)).isEqualTo(example);
    }

    private static void write(Duplex to, String hex) throws IOException {
        to.write(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    /// Reads as many bytes as the example has.
    private static String read(Duplex from, String example) throws IOException {
        var bytes = ByteBuffer.allocate(example.length() / 2);
        while (bytes.hasRemaining() && from.read(bytes) >= 0) {}
        return HexFormat.of().formatHex(bytes.array(), 0, bytes.position());
    }

    private static String withoutIncarnation(String hello) {
        var start =
                hello.indexOf(HexFormat.of().formatHex("incarnation".getBytes(US_ASCII))) + 2 * "incarnation".length();
        return hello.substring(0, start) + hello.substring(start + 2 * 17);
    }

    /// The one example whose explanations contain all of the words.
    private String example(String... words) {
        var found = Documents.blocks(document, "hex").stream()
                .filter(block -> Arrays.stream(words).allMatch(block::contains))
                .toList();
        assertThat(found).as(String.join(", ", words)).hasSize(1);
        return hex(found.getFirst());
    }

    private List<String> examples() {
        return Documents.blocks(document, "hex").stream().map(ProtocolTest::hex).toList();
    }

    private static String hex(String block) {
        return block.lines().map(ProtocolTest::leadingHex).collect(Collectors.joining());
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

    private static String hex(Output out) {
        return HexFormat.of().formatHex(Arrays.copyOf(out.array(), out.position()));
    }
}
