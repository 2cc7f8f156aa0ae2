package dev.thespis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that are not there, or not what they should be; and what else must end in one line.
@Timeout(60)
final class BadServersTest {
    private static final String TIMEOUT = "--timeout=0.5";

    /// The commands that ask a server, without it.
    static List<List<String>> commands() {
        return List.of(
                List.of("services"),
                List.of("ping"),
                List.of("reference"),
                List.of("attack"),
                List.of("call", "remotes::Show"),
                List.of("send", "remotes::Nop", "1"));
    }

    private static Run run(List<String> command, String target) {
        var arguments = new ArrayList<>(command);
        arguments.add(1, target);
        arguments.add(TIMEOUT);
        return Run.of(arguments.toArray(String[]::new));
    }

    private static void fails(Run run, ExitCode code, String... parts) {
        assertThat(run.code()).as(run.toString()).isEqualTo(code.number());
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().contains(parts);
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static String target(ServerSocket server) {
        return "127.0.0.1:" + server.getLocalPort();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void tellsThatTheConnectionIsRefused(List<String> command) throws IOException {
        String free;
        try (var server = listen()) {
            free = target(server);
        }

        fails(run(command, free), ExitCode.UNREACHABLE, free, "thespis serve");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void tellsThatTheHostIsUnknown(List<String> command) {
        fails(
                run(command, "no-such-host.invalid:7000"),
                ExitCode.UNREACHABLE,
                "no-such-host.invalid",
                "check the name");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void tellsThatTheServerSaysNothing(List<String> command) throws IOException {
        try (var server = listen()) { // the system accepts for it
            fails(run(command, target(server)), ExitCode.TIMEOUT, "has said nothing within 500 ms", "--timeout");
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void tellsThatTheServerSpeaksHttp(List<String> command) throws IOException {
        try (var server = listen()) {
            Thread.ofVirtual().start(() -> answerAll(server, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));

            fails(run(command, target(server)), ExitCode.UNREACHABLE, "begins with 'HTTP/1.1'");
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void tellsThatTheServerHangsUp(List<String> command) throws IOException {
        try (var server = listen()) {
            Thread.ofVirtual().start(() -> answerAll(server, ""));

            fails(run(command, target(server)), ExitCode.UNREACHABLE, "check host and port");
        }
    }

    @Namespace("remotes")
    interface Quitter {
        record Quit() implements Message<Quitter, Void> {}
    }

    @Test
    void tellsThatTheMessageMayHaveBeenHandledWhenTheConnectionIsLost() throws IOException {
        try (var nursery = Nursery.open("quitter");
                var server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Thread.ofVirtual().start(() -> serveUntilItQuits(server, nursery));

            fails(
                    Run.of("call", "127.0.0.1:" + server.socket().getLocalPort(), "remotes::Quit"),
                    ExitCode.UNREACHABLE,
                    "the connection has ended",
                    "may have been handled");
        }
    }

    @Test
    void tellsThatTheMessageMayHaveBeenHandledAlthoughTheServerHasSaidNothing() throws IOException {
        try (var server = listen()) {
            Thread.ofVirtual().start(() -> hangUpAfter(server, ServiceId.of("remotes", "Quit")));

            fails(
                    Run.of("call", target(server), "remotes::Quit"),
                    ExitCode.UNREACHABLE,
                    "the connection has ended",
                    "check host and port",
                    "may have been handled");
        }
    }

    /// Says nothing, and hangs up when a message of this service has begun.
    private static void hangUpAfter(ServerSocket server, ServiceId service) {
        var id = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(service.value());
        var begins = new String(id.array(), StandardCharsets.ISO_8859_1);
        try (var socket = server.accept()) {
            var read = new StringBuilder();
            var in = socket.getInputStream();
            for (var b = in.read(); b >= 0 && read.indexOf(begins) < 0; b = in.read()) read.append((char) b);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serveUntilItQuits(ServerSocketChannel server, Nursery nursery) {
        try (var channel = server.accept()) {
            Actor<Quitter> quitter = () -> Handlers.of(Quitter.class)
                    .run(Quitter.Quit.class, quit -> channel.socket().close());
            var services = Services.of(Quitter.class, nursery.spawn(Quitter.class, () -> quitter));
            Peer.accept(Transports.channel(channel), PeerOptions.defaults(), peer -> peer.expose(services))
                    .join();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answerAll(ServerSocket server, String answer) {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                socket.getInputStream().read(new byte[1024]);
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                // closed by the test, or reset by the peer: the next one
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:",
                "localhost:70000",
                "localhost:http",
                ":7000",
                "::1:7000",
                "localhost:0"
            })
    void refusesWhatIsNoServer(String target) {
        var run = Run.of("ping", target);

        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.errLines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon", "NaN", "1e9"})
    void refusesWhatIsNoTimeout(String seconds) {
        var run = Run.of("ping", "localhost:7000", "--timeout=" + seconds);

        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.errLines()).singleElement().asString().contains("'" + seconds + "' is no number of seconds");
    }

    @Test
    void tellsThatThePortToListenOnIsTaken() throws IOException {
        try (var server = listen()) {
            fails(
                    Run.of("serve", "--listen", target(server)),
                    ExitCode.UNREACHABLE,
                    "can't listen on " + target(server),
                    "--listen");
        }
    }

    @Test
    void tellsThatTheHostToListenOnIsUnknown() {
        fails(
                Run.of("serve", "--listen", "no-such-host.invalid:0"),
                ExitCode.UNREACHABLE,
                "no-such-host.invalid",
                "check the name");
    }

    @Test
    void tellsThatTheOutputCannotBeWritten() {
        var err = new StringWriter();
        var code = Thespis.run(new PrintWriter(new FullDisk()), new PrintWriter(err), "id", "remotes::Add");

        assertThat(code).isEqualTo(ExitCode.IO.number());
        assertThat(err.toString().lines()).singleElement().asString().contains("standard output", "disk full");
    }

    @Test
    void tellsThatTheHelpCannotBeWritten() {
        var err = new StringWriter();
        var code = Thespis.run(new PrintWriter(new FullDisk()), new PrintWriter(err), "--help");

        assertThat(code).isEqualTo(ExitCode.IO.number());
        assertThat(err.toString().lines()).hasSize(1);
    }

    private static final class FullDisk extends Writer {
        @Override
        public void write(char[] buffer, int offset, int length) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
