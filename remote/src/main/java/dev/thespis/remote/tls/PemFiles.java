package dev.thespis.remote.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Where certificates and keys are read from.
///
/// Each connection gets a context of its own. Contexts remember sessions and could resume them, which would spare a
/// handshake, and with it the look at a certificate that may have expired or been replaced meanwhile.
///
/// @param chain the certificate of this side and who has signed it, the own one first; null if it has none
/// @param key that of the own certificate; null if there is none
/// @param authorities whom to trust; null to trust those that the JDK does
record PemFiles(
        @Nullable Path chain, @Nullable Path key, @Nullable Path authorities) implements Material.Loader {
    private static final char[] NO_PASSWORD = {};

    /// By the kind of their key, how to try out whether a key and a certificate belong together.
    private static final Map<String, String> SIGNATURES = Map.of(
            "RSA", "SHA256withRSA",
            "EC", "SHA256withECDSA",
            "EdDSA", "EdDSA",
            "RSASSA-PSS", "RSASSA-PSS");

    List<Path> all() {
        return Stream.of(chain, key, authorities)
                .<Path>mapMulti((path, files) -> {
                    if (path != null) files.accept(path);
                })
                .toList();
    }

    @Override
    public Supplier<SSLContext> load() throws IOException {
        try {
            var keys = keys();
            var trust = trust();
            return () -> context(keys, trust);
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificates in " + all() + " can't be used: " + e.getMessage(), e);
        }
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager[] trust) {
        try {
            var context = SSLContext.getInstance(Tls.PROTOCOL);
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + Tls.PROTOCOL, e);
        }
    }

    private KeyManager @Nullable [] keys() throws IOException, GeneralSecurityException {
        if (chain == null || key == null) return null;
        var certificates = Pem.certificates(chain);
        var privateKey = Pem.key(key);
        check(certificates, privateKey);
        var store = empty();
        store.setKeyEntry("own", privateKey, NO_PASSWORD, certificates.toArray(Certificate[]::new));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /// Else each handshake would fail, with a message that tells nothing.
    private void check(List<X509Certificate> certificates, PrivateKey privateKey)
            throws IOException, GeneralSecurityException {
        for (var n = 0; n + 1 < certificates.size(); n++) {
            var issuer = certificates.get(n).getIssuerX500Principal();
            if (!issuer.equals(certificates.get(n + 1).getSubjectX500Principal()))
                throw new IOException(chain + ": certificate " + (n + 1) + " is signed by " + issuer.getName()
                        + ", which does not follow it; the own certificate comes first, then who has signed it");
        }
        if (!belongTogether(certificates.getFirst().getPublicKey(), privateKey))
            throw new IOException("the private key in " + key + " is not that of the first certificate in " + chain);
    }

    private static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) throws GeneralSecurityException {
        var algorithm = SIGNATURES.get(privateKey.getAlgorithm());
        if (algorithm == null || algorithm.equals("RSASSA-PSS")) return true; // the latter has parameters of its own
        if (!publicKey.getAlgorithm().equals(privateKey.getAlgorithm())) return false;
        var data = new byte[] {1, 2, 3};
        var signature = Signature.getInstance(algorithm);
        signature.initSign(privateKey);
        signature.update(data);
        var signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(data);
        return signature.verify(signed);
    }

    private TrustManager[] trust() throws IOException, GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (authorities == null) {
            factory.init((KeyStore) null);
            return factory.getTrustManagers();
        }
        var store = empty();
        var number = 0;
        for (var certificate : Pem.certificates(authorities))
            store.setCertificateEntry("authority " + number++, certificate);
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
