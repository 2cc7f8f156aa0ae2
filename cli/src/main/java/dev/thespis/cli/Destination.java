package dev.thespis.cli;

import dev.thespis.cli.dial.Dial;
import dev.thespis.cli.terminal.Target;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What all commands are told that ask a server: where it is, and how long to wait for it.
final class Destination {
    @Parameters(index = "0", paramLabel = "HOST:PORT", description = "Where the server listens.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    Target target;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            converter = Seconds.class,
            description = "How long to wait for an answer, 0.001 to 86400; ${DEFAULT-VALUE} by default.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    Duration timeout;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    Dial dial() {
        return tls.dial();
    }

    Session connect() {
        return Session.open(target, timeout, dial());
    }
}
