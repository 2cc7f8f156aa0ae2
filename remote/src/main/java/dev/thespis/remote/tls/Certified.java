package dev.thespis.remote.tls;

import java.security.Principal;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/// Somebody who has proved with a certificate who he is.
///
/// @param chain his certificate, and those of who has signed it
public record Certified(List<X509Certificate> chain) implements Principal {
    private static final int VALUE = 1;

    /// Copies the chain.
    public Certified {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) throw new IllegalArgumentException("chain=[], a certificate is needed");
    }

    /// The subject of the certificate.
    ///
    /// @return as in RFC 2253: `CN=till 7,O=Shop`
    @Override
    public String getName() {
        return chain.getFirst().getSubjectX500Principal().getName();
    }

    /// The alternative names in the certificate: hosts, addresses, URIs such as those of SPIFFE.
    ///
    /// @return those that are text; empty if there are none
    public List<String> alternativeNames() {
        try {
            var names = chain.getFirst().getSubjectAlternativeNames();
            if (names == null) return List.of();
            return names.stream()
                    .map(name -> name.get(VALUE))
                    .filter(String.class::isInstance)
                    .map(Object::toString)
                    .toList();
        } catch (CertificateParsingException e) {
            return List.of(); // it was good enough for the handshake, but has no such names that could be read
        }
    }

    @Override
    public String toString() {
        return "Certified[" + getName() + "]";
    }
}
