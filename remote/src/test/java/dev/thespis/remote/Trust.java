package dev.thespis.remote;

import dev.thespis.remote.tls.Tls;
import dev.thespis.remote.transport.Duplex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// An authority, and those whom it has certified; made once for all tests.
final class Trust {
    static final Authority AUTHORITY = new Authority("test authority");
    static final Authority.Identity SERVER = AUTHORITY.issue("CN=server,O=Test", "localhost", "127.0.0.1");
    static final Authority.Identity CLIENT = AUTHORITY.issue("CN=client,O=Test", "spiffe://test/client");

    private Trust() {}

    /// The server's side, which knows nobody.
    static Tls server() {
        return made(() -> Tls.identity(SERVER.chain(), SERVER.key()));
    }

    /// The server's side, which asks for certificates.
    static Tls mutualServer() {
        return made(() -> server().withTrust(AUTHORITY.trust()));
    }

    /// The client's side, which has no certificate.
    static Tls client() {
        return made(() -> Tls.trusting(AUTHORITY.trust()));
    }

    /// The client's side, with a certificate.
    static Tls mutualClient() {
        return made(() -> Tls.identity(CLIENT.chain(), CLIENT.key()).withTrust(AUTHORITY.trust()));
    }

    /// Both ends of a stream, with TLS: first the server's.
    static List<Duplex> over(List<Duplex> ends) throws IOException {
        try {
            var limit = Duration.ofSeconds(20);
            var accepted = CompletableFuture.supplyAsync(
                    () -> made(() -> mutualServer().accept(ends.get(0), limit)));
            var connected = mutualClient().connect(ends.get(1), "localhost", limit);
            return List.of(accepted.get(), connected);
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        }
    }

    private interface Maker<T> {
        T make() throws IOException;
    }

    private static <T> T made(Maker<T> maker) {
        try {
            return maker.make();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
