package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.remote.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is wrong with files of certificates and keys is said in a way that helps.
final class PemTest {
    private final Authority.Identity good = Trust.AUTHORITY.issue("CN=server", "localhost");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void open() {
        file = folder.resolve("some.pem");
    }

    private static String pem(String label, String base64) {
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static String key(String algorithm) throws Exception {
        var key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
        return pem("PRIVATE KEY", Base64.getMimeEncoder().encodeToString(key.getEncoded()));
    }

    private String refusedKey(String text) throws IOException {
        Files.writeString(file, text);
        try {
            throw new AssertionError("accepted: " + Tls.identity(good.chain(), file));
        } catch (IOException e) {
            assertThat(e).hasMessageContaining(file.toString());
            return e.getMessage();
        }
    }

    private String refusedChain(String text) throws IOException {
        Files.writeString(file, text);
        try {
            throw new AssertionError("accepted: " + Tls.identity(file, good.key()));
        } catch (IOException e) {
            assertThat(e).hasMessageContaining(file.toString());
            return e.getMessage();
        }
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThatThrownBy(() -> Tls.trusting(file))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no file " + file);
    }

    @Test
    void takesCommentsAndOtherBlocksBesideWhatItNeeds() throws Exception {
        var both = "subject=CN=müller\r\n" + Files.readString(good.key()) + "\r\n" + Files.readString(good.chain());
        Files.writeString(file, both.replace("\n", "\r\n"));

        assertThat(Tls.identity(file, file)).hasToString("Tls[[" + file + ", " + file + "], clients=NOT_ASKED]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void tellsIfTheKeyIsThatOfAnotherCertificate(String algorithm) throws Exception {
        assertThat(refusedKey(key(algorithm))).contains("is not that of the first certificate in " + good.chain());
    }

    @Test
    void tellsHowToConvertOldKeys() throws Exception {
        assertThat(refusedKey(pem("RSA PRIVATE KEY", "AAAA"))).contains("openssl pkcs8 -topk8");
        assertThat(refusedKey(pem("EC PRIVATE KEY", "AAAA"))).contains("openssl pkcs8 -topk8");
    }

    @Test
    void tellsHowToDecryptKeys() throws Exception {
        assertThat(refusedKey(pem("ENCRYPTED PRIVATE KEY", "AAAA"))).contains("is encrypted");
    }

    @Test
    void refusesKeysThatAreDamagedOrOfAnotherKind() throws Exception {
        assertThat(refusedKey(pem("PRIVATE KEY", "AAAA"))).contains("EC, RSA, EdDSA");
        assertThat(refusedKey(key("DSA"))).contains("EC, RSA, EdDSA");
    }

    @Test
    void refusesAFileWithoutAKeyOrWithMoreThanOne() throws Exception {
        assertThat(refusedKey(Files.readString(good.chain()))).contains("no private key");
        assertThat(refusedKey(key("EC") + key("EC"))).contains("2 private keys");
    }

    @Test
    void refusesAFileWithoutACertificate() throws Exception {
        assertThat(refusedChain(Files.readString(good.key()))).contains("BEGIN CERTIFICATE");
        assertThat(refusedChain("")).contains("no PEM file");
        assertThat(refusedChain("-----BEGIN CERTIFICATE-----\nMIIB")).contains("no PEM file");
    }

    @Test
    void refusesACertificateThatIsDamaged() throws Exception {
        assertThat(refusedChain(pem("CERTIFICATE", "AAAA"))).contains("can't be read");
        assertThat(refusedChain(pem("CERTIFICATE", "A"))).contains("no Base64");
    }

    @Test
    void refusesAChainInTheWrongOrder() throws Exception {
        var chain = Files.readString(good.chain()) + Files.readString(Trust.SERVER.chain());

        assertThat(refusedChain(chain)).contains("the own certificate comes first");
    }

    @Test
    void takesAChainInTheRightOrder() throws Exception {
        Files.writeString(file, Files.readString(good.chain()) + Files.readString(Trust.AUTHORITY.trust()));

        assertThat(Tls.identity(file, good.key())).isNotNull();
    }

    @Test
    void refusesAFileOfAnySize() throws Exception {
        Files.write(file, new byte[9 << 20]);

        assertThatThrownBy(() -> Tls.trusting(file)).hasMessageContaining("too many");
    }
}
