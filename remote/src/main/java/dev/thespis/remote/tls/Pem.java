package dev.thespis.remote.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Certificates and keys in files as RFC 7468 describes them: Base64 between lines that say what it is.
///
/// Each failure names the file and what to do about it.
final class Pem {
    private static final long MOST_BYTES = 8 << 20;
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([^-\r\n]+)-----([^-]*)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");

    private Pem() {}

    private record Block(String label, String base64) {
        byte[] bytes(Path file) throws IOException {
            try {
                return Base64.getMimeDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        file + ": what stands under BEGIN " + label + " is no Base64: " + e.getMessage(), e);
            }
        }
    }

    /// All certificates of a file, at least one.
    static List<X509Certificate> certificates(Path file) throws IOException {
        var certificates = new ArrayList<X509Certificate>();
        for (var block : blocks(file))
            if (block.label.equals("CERTIFICATE")) certificates.add(certificate(file, block.bytes(file)));
        if (certificates.isEmpty())
            throw new IOException(file + " has no certificate: there is no line -----BEGIN CERTIFICATE-----");
        return certificates;
    }

    private static X509Certificate certificate(Path file, byte[] bytes) throws IOException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
        } catch (CertificateException e) {
            throw new IOException(file + ": a certificate can't be read: " + e.getMessage(), e);
        }
    }

    /// The one private key of a file.
    static PrivateKey key(Path file) throws IOException {
        var keys = blocks(file).stream()
                .filter(block -> block.label.endsWith("PRIVATE KEY"))
                .toList();
        if (keys.isEmpty())
            throw new IOException(file + " has no private key: there is no line -----BEGIN PRIVATE KEY-----");
        if (keys.size() > 1) throw new IOException(file + " has " + keys.size() + " private keys; leave one");
        var block = keys.getFirst();
        return switch (block.label) {
            case "PRIVATE KEY" -> key(file, block.bytes(file));
            case "ENCRYPTED PRIVATE KEY" ->
                throw new IOException(file + ": the private key is encrypted; decrypt it with"
                        + " 'openssl pkcs8 -in ENCRYPTED -out KEY' and let nobody else read that file");
            default ->
                throw new IOException(file + ": the private key is in an old form, " + block.label
                        + "; convert it to PKCS #8 with 'openssl pkcs8 -topk8 -nocrypt -in OLD -out KEY'");
        };
    }

    /// PKCS #8 says of which kind a key is, but the JDK must be asked kind by kind.
    private static PrivateKey key(Path file, byte[] bytes) throws IOException {
        var spec = new PKCS8EncodedKeySpec(bytes);
        for (var algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // of another kind, or of none
            } catch (GeneralSecurityException e) {
                throw new IOException(file + ": the private key can't be read: " + e.getMessage(), e);
            }
        }
        throw new IOException(file + ": the private key is damaged, or of a kind that is not supported; these are: "
                + String.join(", ", ALGORITHMS));
    }

    private static List<Block> blocks(Path file) throws IOException {
        var blocks = BLOCK.matcher(text(file))
                .results()
                .map(match -> new Block(match.group(1), match.group(2)))
                .toList();
        if (blocks.isEmpty())
            throw new IOException(file + " is no PEM file: it has no lines -----BEGIN …----- and -----END …-----;"
                    + " 'openssl x509 -inform der' converts certificates");
        return blocks;
    }

    private static String text(Path file) throws IOException {
        try {
            var bytes = Files.size(file);
            if (bytes > MOST_BYTES)
                throw new IOException(file + " has " + bytes + " bytes, too many for a file of certificates");
            return Files.readString(file, StandardCharsets.ISO_8859_1); // comments may be anything
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        }
    }
}
