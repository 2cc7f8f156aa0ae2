package dev.thespis.examples;

import static dev.thespis.examples.Console.linesOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples with TLS, with a certificate that `keytool` makes.
@Timeout(120)
final class TlsExamplesTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/thespis/examples");
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    private static Path certificate;
    private static Path key;

    @BeforeAll
    static void certify() throws Exception {
        var store = folder.resolve("store.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var made = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        "own",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost,O=Test",
                        "-ext",
                        "san=dns:localhost")
                .redirectErrorStream(true)
                .start();
        var said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        certificate = pem("CERTIFICATE", keys.getCertificate("own").getEncoded());
        key = pem("PRIVATE KEY", keys.getKey("own", PASSWORD.toCharArray()).getEncoded());
    }

    private static Path pem(String label, byte[] bytes) throws IOException {
        var base64 = Base64.getMimeEncoder().encodeToString(bytes);
        return Files.writeString(
                folder.resolve(label + ".pem"),
                "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }

    @Test
    void theServerAndItsClientTalkByTls() throws Exception {
        try (var console = new Console()) {
            var server = Thread.ofVirtual().start(TlsExamplesTest::runServer);
            var port = console.take().replaceFirst("listening on .*:", "");
            TlsCounterClient.main(new String[] {port, certificate.toString()});
            assertThat(console.take()).isEqualTo("the total is 5");
            server.interrupt();
            server.join();
        }
    }

    private static void runServer() {
        try {
            TlsCounterServer.main(new String[] {"0", certificate.toString(), key.toString()});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // how this test ends it
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theCallerIsKnownByHisCertificate() throws Exception {
        assertThat(linesOf(MutualTls::main, certificate.toString(), key.toString()))
                .containsExactly("open for CN=localhost,O=Test [localhost]", "refused: NO_CERTIFICATE");
    }

    /// What a plain program becomes by TLS: three more lines, and an argument in one that was there.
    @ParameterizedTest
    @ValueSource(strings = {"CounterServer", "CounterClient"})
    void tlsIsThreeLinesMore(String plain) throws IOException {
        var before = lines(plain);
        var after = new ArrayList<>(lines("Tls" + plain));
        assertThat(after).hasSize(before.size() + 3);
        after.removeIf(line -> line.contains("import dev.thespis.remote.tls.Tls;")
                || line.contains("import java.nio.file.Path;")
                || line.contains("var tls = "));
        after.replaceAll(line -> line.replace(", tls", ""));
        assertThat(after).isEqualTo(before);
    }

    /// Without what it is called, and said of it.
    private static List<String> lines(String example) throws IOException {
        return Files.readString(SOURCES.resolve(example + ".java"))
                .replace("TlsCounter", "Counter")
                .lines()
                .filter(line -> !line.startsWith("///"))
                .toList();
    }
}
