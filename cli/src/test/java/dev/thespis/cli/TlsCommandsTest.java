package dev.thespis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Backoff;
import dev.thespis.cli.attack.Attack;
import dev.thespis.cli.attack.Siege;
import dev.thespis.cli.dial.Dial;
import dev.thespis.cli.reference.ReferenceServer;
import dev.thespis.cli.relay.Health;
import dev.thespis.cli.relay.RelayServer;
import dev.thespis.cli.relay.Watch;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Target;
import dev.thespis.remote.Choice;
import dev.thespis.remote.Limits;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Relay;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.tls.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Commands with TLS, with a certificate that `keytool` makes.
@Timeout(120)
final class TlsCommandsTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    private static Path certificate;
    private static Path key;
    private ReferenceServer server;
    private String target;

    @BeforeAll
    static void certify() throws Exception {
        var store = folder.resolve("store.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var command = keytool + " -genkeypair -keystore " + store + " -storepass " + PASSWORD
                + " -alias own -keyalg EC -dname CN=here -ext san=dns:localhost,ip:127.0.0.1";
        var made =
                new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
        var said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        certificate = pem("CERTIFICATE", keys.getCertificate("own").getEncoded());
        key = pem("PRIVATE KEY", keys.getKey("own", PASSWORD.toCharArray()).getEncoded());
    }

    private static Path pem(String label, byte[] bytes) throws IOException {
        var text = Base64.getMimeEncoder().encodeToString(bytes);
        var file = folder.resolve(label.replace(' ', '-') + ".pem");
        return Files.writeString(file, "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
    }

    @BeforeEach
    void listen() throws IOException {
        var limits = Limits.defaults()
                .withFirstFrame(Duration.ofSeconds(4)) // handshakes on a busy machine
                .withFrameTime(Duration.ofSeconds(1))
                .withFlush(Duration.ofMillis(200));
        var options = ServerOptions.defaults()
                .withTls(Tls.identity(certificate, key))
                .withPeers(PeerOptions.defaults().withLimits(limits));
        server = ReferenceServer.listen(ANY, options, peer -> {});
        target = server.local();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String trust() {
        return "--tls-trust=" + certificate;
    }

    @Test
    void callsByTls() {
        var run = Run.of("call", target, "remotes::Add", "5", trust());

        assertThat(run).isEqualTo(new Run(0, "5" + System.lineSeparator(), ""));
        assertThat(Run.of("ping", target, trust(), "--count=1").code()).isZero();
        assertThat(Run.of("services", target, trust()).out()).contains("remotes::Add");
    }

    @Test
    void tellsThatTheOtherSideSpeaksNoTls() throws IOException {
        try (var plain = ReferenceServer.listen(ANY, peer -> {})) {
            var run = Run.of("call", plain.local(), "remotes::Add", "5", trust());

            assertThat(run.code()).isEqualTo(ExitCode.UNREACHABLE.number());
            assertThat(run.errLines())
                    .singleElement()
                    .asString()
                    .contains("without TLS", "leave the --tls options out");
        }
    }

    @Test
    void tellsWhomItDoesNotTrust() {
        var run = Run.of("call", target, "remotes::Add", "5", "--tls-cert=" + certificate, "--tls-key=" + key);

        assertThat(run.code()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(run.errLines()).singleElement().asString().contains("--tls-trust");
    }

    @Test
    void aCallWithoutTlsFails() {
        assertThat(Run.of("call", target, "remotes::Add", "5").code()).isEqualTo(ExitCode.UNREACHABLE.number());
    }

    @Test
    void tellsWhatIsWrongWithTheFiles() {
        var missing = Run.of("call", target, "remotes::Add", "5", "--tls-trust=nowhere.pem");
        assertThat(missing.code()).isEqualTo(ExitCode.IO.number());
        assertThat(missing.errLines()).singleElement().asString().contains("there is no file nowhere.pem");
        var half = Run.of("call", target, "remotes::Add", "5", "--tls-key=" + key);
        assertThat(half.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(half.errLines()).singleElement().asString().contains("belong together");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "relay"})
    void listensBeyondLoopbackOnlyIfItIsTold(String command) {
        var run = command.equals("relay")
                ? Run.of(command, "--listen=0.0.0.0:0", "--to=" + target)
                : Run.of(command, "--listen=0.0.0.0:0");

        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.errLines()).singleElement().asString().contains("--plaintext-beyond-loopback", "--tls-cert");
    }

    @Test
    void aServerThatOnlyTrustsIsRefused() {
        var run = Run.of("serve", "--listen=127.0.0.1:0", trust());

        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.errLines()).singleElement().asString().contains("a server needs a certificate");
    }

    @Test
    void theReferenceIsPassedByTls() {
        var run = Run.of("reference", target, trust());

        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.out()).contains("0 failed");
    }

    /// What the relay itself tells is of no interest here.
    private static final Watch NOBODY = new Watch() {
        @Override
        public void follow(Peer peer) {}

        @Override
        public void report(Health health) {}
    };

    @Test
    void aRelayJoinsTlsToTls() throws Exception {
        var plan = new RelayServer.Plan(
                List.of(Target.parse(target)),
                new Dial.Safely(Tls.trusting(certificate)),
                new Relay.Scope.Everything(),
                Choice.roundRobin(),
                RelayServer.Connections.OWN,
                Duration.ofSeconds(30),
                new Backoff(Duration.ofMillis(10), Duration.ofSeconds(1)));
        var options = ServerOptions.defaults().withTls(Tls.identity(certificate, key));
        try (var relay = RelayServer.listen(plan, ANY, options, NOBODY)) {
            assertThat(Run.of("call", relay.local(), "remotes::Echo", "\"x\"", trust())
                            .out()
                            .strip())
                    .isEqualTo("\"x\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"half-handshakes", "half-frames", "lengths", "silent-connections"})
    void attacksHarmNobodyBehindTls(String name) throws Exception {
        var attack = Attack.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        var dial = new Dial.Safely(Tls.trusting(certificate));
        var address = new InetSocketAddress(ANY.getAddress(), server.port());

        var outcome = new Siege(address, dial, Duration.ofSeconds(20), 50).run(attack);

        assertThat(outcome.verdict()).as(outcome.toString()).isEqualTo(Siege.Verdict.PASSED);
        assertThat(outcome.reaction()).startsWith("cut off");
    }
}
