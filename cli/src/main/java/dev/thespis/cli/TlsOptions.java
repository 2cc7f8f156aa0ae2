package dev.thespis.cli;

import dev.thespis.cli.dial.Dial;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import dev.thespis.remote.tls.Tls;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which certificates a command shows and trusts.
final class TlsOptions {
    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Use TLS and show this certificate: a PEM file, behind it those of who has signed it.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The key of --tls-cert, a PEM file (PKCS #8).")
    private @Nullable Path key;

    @Option(
            names = "--tls-trust",
            paramLabel = "FILE",
            description = "Use TLS and trust the certificates in this PEM file and those that they have signed. Who"
                    + " listens then requires certificates of those who connect.")
    private @Nullable Path trust;

    /// Which Tls this is, if any.
    @Nullable
    Tls tls() {
        try {
            if ((certificate == null) != (key == null))
                throw new Problem(
                        ExitCode.USAGE, "--tls-cert and --tls-key belong together", "give both of them, or none");
            if (certificate != null && key != null) {
                var own = Tls.identity(certificate, key);
                return trust == null ? own : own.withTrust(trust);
            }
            return trust == null ? null : Tls.trusting(trust);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /// How to connect to a server.
    Dial dial() {
        var tls = tls();
        return tls == null ? new Dial.Plainly() : new Dial.Safely(tls);
    }

    /// How to connect to a server of whom something else is trusted, showing the same certificate.
    Dial dial(@Nullable Path trusted) {
        if (trusted == null) return new Dial.Plainly();
        try {
            return new Dial.Safely(
                    certificate == null || key == null
                            ? Tls.trusting(trusted)
                            : Tls.identity(certificate, key).withTrust(trusted));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static Problem unusable(IOException e) {
        return new Problem(ExitCode.IO, String.valueOf(e.getMessage()), "give other files", e);
    }
}
