package dev.thespis.cli;

import dev.thespis.cli.dial.Dial;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.cli.terminal.Problem;
import dev.thespis.cli.terminal.Target;
import dev.thespis.remote.ServerOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What commands are told that listen: how their connections are protected.
final class Listening {
    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Option(
            names = "--plaintext-beyond-loopback",
            description = "Listen without TLS where other machines can connect. Who is between reads and changes all.")
    private boolean plaintext;

    @Option(
            names = "--stats",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "How often to print what each connection has carried, as a line on standard error, 0.001 to"
                    + " 86400; never by default.")
    @Nullable
    Duration stats;

    /// Looks the host up, and checks whether it may be listened to there.
    InetSocketAddress address(Target listen) {
        var address = listen.resolve();
        if (address.isUnresolved())
            throw new Problem(ExitCode.UNREACHABLE, "no address is known for host " + listen.host(), "check the name");
        if (plaintext || tls.tls() != null || address.getAddress().isLoopbackAddress()) return address;
        throw new Problem(
                ExitCode.USAGE,
                "other machines can connect to " + listen + ", and nothing protects the connections",
                "give --tls-cert and --tls-key, listen on 127.0.0.1, or say --plaintext-beyond-loopback");
    }

    ServerOptions options() {
        var own = tls.tls();
        try {
            if (own != null) return ServerOptions.defaults().withTls(own);
        } catch (IllegalArgumentException e) {
            throw new Problem(
                    ExitCode.USAGE, "a server needs a certificate", "give --tls-cert and --tls-key as well", e);
        }
        return plaintext ? ServerOptions.defaults().withPlaintextBeyondLoopback() : ServerOptions.defaults();
    }

    Dial dial(@Nullable Path trusted) {
        return tls.dial(trusted);
    }
}
