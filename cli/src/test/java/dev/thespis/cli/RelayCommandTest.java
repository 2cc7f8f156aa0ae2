package dev.thespis.cli;

import static dev.thespis.cli.Processes.PROGRAM;
import static dev.thespis.cli.Processes.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.cli.child.Child;
import dev.thespis.cli.json.Json;
import dev.thespis.cli.reference.ReferenceServer;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.remote.Peer;
import dev.thespis.remote.RawService;
import dev.thespis.remote.Tcp;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that are reached through a relay, which runs as a process of its own.
@Timeout(120)
final class RelayCommandTest {
    private final List<ReferenceServer> servers = new ArrayList<>();

    @AfterEach
    void close() {
        servers.forEach(ReferenceServer::close);
    }

    private ReferenceServer serve(int port) throws IOException {
        var server = ReferenceServer.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), peer -> {});
        servers.add(server);
        return server;
    }

    /// A relay that ends when its test does.
    private record Running(Child child) implements AutoCloseable {
        String line() throws IOException {
            return Objects.requireNonNull(child.line());
        }

        /// Where it listens, by its first line.
        String target() throws IOException {
            return Processes.target(child);
        }

        @Override
        public void close() {
            // it does not watch its standard input, so closing it kindly would only take time
            ProcessHandle.of(child.pid()).ifPresent(ProcessHandle::destroy);
            child.close();
        }
    }

    private static Running relay(String... options) throws IOException {
        var arguments = new ArrayList<>(List.of("relay", "--listen", "127.0.0.1:0"));
        arguments.addAll(List.of(options));
        return new Running(PROGRAM.start(arguments));
    }

    private static String call(String target, String service, String message) {
        return Run.of("call", target, service, message).out().strip();
    }

    @Test
    void passesTheReferenceSuiteOn() throws Exception {
        try (var relay = relay("--to", serve(0).local())) {
            var run = Run.of("reference", relay.target());

            assertThat(run.out().lines().filter(line -> !line.startsWith("ok    ")))
                    .singleElement()
                    .asString()
                    .endsWith(" passed, 0 failed");
            assertThat(run.code()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ping-every=30", "--shared"})
    void passesCallsSendsAndOffersOn(String option) throws Exception {
        try (var relay = relay("--to", serve(0).local(), option)) {
            var target = relay.target();

            assertThat(call(target, "remotes::Add", "5")).isEqualTo("5");
            assertThat(Run.of("send", target, "remotes::Add", "7")).isEqualTo(new Run(0, "", ""));
            String shown; // what has come over another connection may come later, but comes
            do shown = call(target, "remotes::Show", "null");
            while (shown.equals("5"));
            assertThat(shown).isEqualTo("12");
            assertThat(Run.of("services", target).out()).contains("remotes::Add");
            assertThat(Run.of("call", target, "remotes::NoSuch").code()).isEqualTo(ExitCode.UNKNOWN_SERVICE.number());
        }
    }

    @Test
    void passesOnToAPeerOfTheOriginal() throws Exception {
        try (var legacy = new LegacyServer();
                var relay = relay("--to", legacy.target())) {
            var target = relay.target();

            assertThat(relay.line()).contains(" connected: ");
            assertThat(call(target, LegacyServer.SERVICE, "5")).isEqualTo("42");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ping-every=30", "--shared"})
    void tellsHowATargetIsAndConnectsAgain(String option) throws Exception {
        var server = serve(0);
        try (var relay = relay("--to", server.local(), option, "--pause=0.01", "--longest-pause=0.1")) {
            var target = relay.target();
            assertThat(relay.line()).isEqualTo(server.local() + " connected: thespis-java 0.1.0");
            assertThat(relay.line()).startsWith(server.local() + " round trip ").endsWith(" µs");
            assertThat(call(target, "remotes::Add", "5")).isEqualTo("5");

            server.close();
            assertThat(relay.line()).startsWith(server.local() + " gone: ");
            assertThat(relay.line()).startsWith(server.local() + " unreachable, trying again: ");
            assertThat(Run.of("call", target, "remotes::Show").code()).isNotZero();
            serve(server.port());

            assertThat(relay.line()).isEqualTo(server.local() + " connected: thespis-java 0.1.0");
            assertThat(call(target, "remotes::Add", "3")).isEqualTo("3");
        }
    }

    /// The connection that shows how the target is lives on, so nobody else notices.
    @Test
    void replacesTheConnectionOfAClientThatIsLost() throws Exception {
        var peers = new LinkedBlockingQueue<Peer>();
        var server = ReferenceServer.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), peers::add);
        servers.add(server);
        try (var relay = relay("--to", server.local());
                var client = Tcp.connect("127.0.0.1", port(relay.target()))) {
            var show = client.service("remotes", "Show");
            assertThat(client.offered(Duration.ofSeconds(60))).isNotEmpty();
            assertThat(Json.reply(show.call(Json.payload(""), Duration.ofSeconds(60))))
                    .isEqualTo("0");
            var shown = peers.take();
            peers.take().close();
            assertThat(answer(show)).isEqualTo("0");

            assertThat(shown.isOpen()).isTrue();
            assertThat(peers).hasSize(1);
        }
    }

    private static int port(String target) {
        return Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
    }

    /// Until there is a connection again, calls fail and are certainly not handled.
    private static String answer(RawService service) throws InterruptedException {
        while (true) {
            try {
                return Json.reply(service.call(Json.payload(""), Duration.ofSeconds(60)));
            } catch (CallException e) {
                assertThat(e.failure()).isInstanceOf(CallFailure.ConnectionLost.class);
            }
        }
    }

    @Test
    void printsObjects() throws Exception {
        int nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        var server = serve(0);
        var target = "\"target\":\"" + server.local() + "\"";
        try (var relay = relay("--to", server.local(), "--to", "127.0.0.1:" + nobody, "--json")) {
            assertThat(relay.line()).matches("\\{\"event\":\"listening\",\"address\":\"127.0.0.1:\\d+\"}");
            assertThat(List.of(relay.line(), relay.line(), relay.line()))
                    .contains("{\"event\":\"connected\"," + target + ",\"remote\":\"thespis-java 0.1.0\"}")
                    .anyMatch(line -> line.matches("\\{\"event\":\"roundTrip\"," + target + ",\"micros\":[0-9.E]+}"))
                    .anyMatch(line -> line.startsWith(
                            "{\"event\":\"unreachable\",\"target\":\"127.0.0.1:" + nobody + "\",\"reason\":\""));

            server.close();

            assertThat(relay.line()).startsWith("{\"event\":\"gone\"," + target + ",\"reason\":\"");
        }
    }

    @Test
    void tellsOfALoop() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var itself = "localhost:" + port;
        try (var relay = new Running(
                PROGRAM.start(List.of("relay", "--listen", "127.0.0.1:" + port, "--to", itself, "--pause=0.01")))) {
            relay.target();
            assertThat(relay.line()).startsWith(itself + " unreachable, trying again: ");
            assertThat(relay.line()).isEqualTo(itself + " connected: thespis-java 0.1.0");
            assertThat(relay.line())
                    .isEqualTo(itself + " leads back here: who comes from there is not passed on to it");
        }
    }

    /// Standard output whose reader takes the first line and no more, until it fails.
    private static final class Unread extends Writer {
        final CompletableFuture<String> first = new CompletableFuture<>();
        final CountDownLatch failing = new CountDownLatch(1);

        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            if (first.complete(new String(text, offset, length).strip())) return;
            try {
                failing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("nobody reads");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void connectsAgainWhileNobodyReadsItsLines() throws Exception {
        var server = serve(0);
        var out = new Unread();
        var arguments = new String[] {"relay", "--listen=127.0.0.1:0", "--to=" + server.local(), "--pause=0.01"};
        var ended = CompletableFuture.supplyAsync(
                () -> Thespis.run(new PrintWriter(out), new PrintWriter(new StringWriter()), arguments));
        var target = out.first.get().substring("listening on ".length());
        assertThat(call(target, "remotes::Add", "5")).isEqualTo("5");

        server.close();
        serve(server.port());

        try (var client = Tcp.connect("127.0.0.1", port(target))) {
            assertThat(answer(client.service("remotes", "Show"))).isEqualTo("0");
        }
        out.failing.countDown();
        assertThat(ended.get()).isEqualTo(ExitCode.IO.number());
    }

    @ParameterizedTest
    @CsvSource({
        "round-robin, --shared",
        "least-loaded, --shared",
        "round-robin, --ping-every=30",
        "least-loaded, --ping-every=30"
    })
    void sharesRequestsBetweenTargets(String choice, String option) throws Exception {
        try (var relay = relay("--to", serve(0).local(), "--to", serve(0).local(), "--choose", choice, option)) {
            var target = relay.target();

            assertThat(List.of(call(target, "remotes::Add", "5"), call(target, "remotes::Add", "5")))
                    .containsExactly("5", "5");
        }
    }

    @Test
    void passesOnNamespacesThatAreNamed() throws Exception {
        var server = serve(0).local();
        try (var relay = relay("--to", server, "--namespace", "other", "--namespace", "remotes");
                var closed = relay("--to", server, "--namespace", "other")) {
            assertThat(call(relay.target(), "remotes::Add", "5")).isEqualTo("5");
            assertThat(Run.of("call", closed.target(), "remotes::Add", "5").code())
                    .isEqualTo(ExitCode.UNKNOWN_SERVICE.number());
        }
    }

    @Test
    void endsWhenInterrupted() throws Exception {
        try (var relay = relay("--to", serve(0).local())) {
            relay.target();

            signal("INT", relay.child.pid());

            assertThat(relay.child.await()).isEqualTo(ExitCode.INTERRUPTED.number());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                                    | --to",
                "--to localhost                                      | HOST:PORT",
                "--to localhost:0                                    | port 0",
                "--to localhost:7001 --choose best                   | round-robin",
                "--to localhost:7001 --namespace thespis             | thespis",
                "--to localhost:7001 --listen localhost:7001         | listens itself",
                "--to localhost:7001 --ping-every 0                  | seconds",
                "--to localhost:7001 --pause never                   | seconds",
                "--to localhost:7001 --pause 2.5 --longest-pause 2   | --pause 2.5 is more than --longest-pause 2",
                "--to localhost:7001 --stats 0                       | seconds"
            })
    void refusesInOneLineWhatMakesNoSense(String arguments, String expected) {
        var all = new ArrayList<>(List.of("relay"));
        if (arguments != null) all.addAll(List.of(arguments.split(" +", -1)));
        var run = Run.of(all.toArray(String[]::new));

        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .startsWith("thespis relay: ")
                .contains(expected);
    }

    @Test
    void tellsThatItCantListen() throws Exception {
        var server = serve(0);
        var run = Run.of("relay", "--listen", server.local(), "--to", serve(0).local());

        assertThat(run.code()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(run.errLines()).singleElement().asString().contains("--listen");
    }
}
