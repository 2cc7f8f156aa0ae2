package dev.thespis.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/// Signs certificates for tests, and writes them to files: the JDK reads certificates, but makes none.
///
/// The layout is that of RFC 5280, 4.1, in DER (X.690).
final class Authority {
    private static final AtomicLong SERIALS = new AtomicLong();
    private static final byte[] ECDSA_WITH_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");
    private static final byte[] ALTERNATIVE_NAMES = HexFormat.of().parseHex("0603551d11");
    private static final byte[] BASIC_CONSTRAINTS = HexFormat.of().parseHex("0603551d13");
    private static final byte[] TRUE = {1, 1, (byte) 0xff};
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int SEQUENCE = 0x30;
    private static final int EXPLICIT_0 = 0xa0;
    private static final int EXPLICIT_3 = 0xa3;
    private static final int DNS_NAME = 0x82;
    private static final int URI = 0x86;
    private static final int IP_ADDRESS = 0x87;

    private final Path folder;
    private final X500Principal name;
    private final KeyPair keys = keyPair();
    private final Path trust;

    /// A certificate and its key, in files.
    ///
    /// @param chain the certificate
    /// @param key in PKCS #8
    record Identity(Path chain, Path key) {
        /// Puts another one in its place, one file after the other, as a tool does that renews certificates.
        void replaceWith(Identity other) throws IOException {
            Files.copy(other.chain, chain, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(other.key, key, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    Authority(String name) {
        try {
            this.folder = Files.createTempDirectory("authority");
            this.name = new X500Principal("CN=" + name);
            var now = Instant.now();
            this.trust = pem("ca.pem", "CERTIFICATE", certificate(this.name, keys, constraints(), now, LATER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final Duration LATER = Duration.ofDays(2);

    /// Who trusts it trusts this file.
    Path trust() {
        return trust;
    }

    /// Certifies somebody from yesterday to tomorrow.
    ///
    /// @param subject a distinguished name
    /// @param names of hosts and addresses, and URIs
    Identity issue(String subject, String... names) {
        return issue(Instant.now().minus(Duration.ofDays(1)), subject, names);
    }

    /// Certifies somebody for two days.
    Identity issue(Instant from, String subject, String... names) {
        try {
            var own = keyPair();
            var file = "id" + SERIALS.incrementAndGet();
            var certificate = certificate(new X500Principal(subject), own, alternatives(names), from, LATER);
            return new Identity(
                    pem(file + ".pem", "CERTIFICATE", certificate),
                    pem(file + ".key", "PRIVATE KEY", own.getPrivate().getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path pem(String file, String label, byte[] bytes) throws IOException {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        var path = folder.resolve(file);
        return Files.writeString(path, "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }

    private byte[] certificate(X500Principal subject, KeyPair own, byte[] extension, Instant from, Duration lifetime)
            throws GeneralSecurityException {
        var signed = der(
                SEQUENCE,
                der(EXPLICIT_0, der(2, new byte[] {2})),
                der(2, BigInteger.valueOf(SERIALS.incrementAndGet()).toByteArray()),
                ECDSA_WITH_SHA256,
                name.getEncoded(),
                der(SEQUENCE, time(from), time(from.plus(lifetime))),
                subject.getEncoded(),
                own.getPublic().getEncoded(),
                der(EXPLICIT_3, der(SEQUENCE, extension)));
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(signed);
        return der(SEQUENCE, signed, ECDSA_WITH_SHA256, der(3, new byte[1], signature.sign()));
    }

    private static byte[] time(Instant instant) {
        return der(24, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] constraints() {
        return der(SEQUENCE, BASIC_CONSTRAINTS, TRUE, der(4, der(SEQUENCE, TRUE)));
    }

    private static byte[] alternatives(String... names) {
        var all = Stream.of(names).map(Authority::alternative).toArray(byte[][]::new);
        return der(SEQUENCE, ALTERNATIVE_NAMES, der(4, der(SEQUENCE, all)));
    }

    private static byte[] alternative(String name) {
        var text = name.getBytes(StandardCharsets.US_ASCII);
        if (name.contains("//")) return der(URI, text);
        return Character.isDigit(name.charAt(0))
                ? der(IP_ADDRESS, InetAddress.ofLiteral(name).getAddress())
                : der(DNS_NAME, text);
    }

    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) content.writeBytes(part);
        var length = content.size();
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 128) out.write(length);
        else if (length < 256) out.writeBytes(new byte[] {(byte) 0x81, (byte) length});
        else out.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
