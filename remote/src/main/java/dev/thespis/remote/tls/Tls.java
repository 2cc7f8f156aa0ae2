package dev.thespis.remote.tls;

import dev.thespis.actor.Observable;
import dev.thespis.remote.transport.Duplex;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// Who this side is, whom it trusts, and what it asks of the other side, for TLS.
///
/// *Guarantees.* TLS 1.3 and nothing older. A client verifies the server's certificate and that it is for the host that
/// it connects to. A server that was told whom to trust requires a certificate of each client. No session is resumed,
/// so each connection is proved anew; there is neither renegotiation nor early data.
///
/// Certificates can be replaced while they are used: the files are looked at when a connection is made, at most once a
/// second, and read again if they have changed. Connections that are there stay. If the new files are of no use, the
/// old certificates stay too, and an event tells why.
///
/// *Threading.* Immutable but for the certificates; safe for use by any number of threads.
public final class Tls implements Protection {
    static final String PROTOCOL = "TLSv1.3";

    /// RFC 7301. Who speaks another protocol by TLS is not misunderstood.
    private static final String APPLICATION_PROTOCOL = "thespis/1";

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Material material;
    private final @Nullable PemFiles files;
    private final Clients clients;
    private final String serverName;
    private final boolean anyHost;

    private Tls(Material material, @Nullable PemFiles files, Clients clients, String serverName, boolean anyHost) {
        this.material = material;
        this.files = files;
        this.clients = clients;
        this.serverName = serverName;
        this.anyHost = anyHost;
    }

    private static Tls of(PemFiles files) throws IOException {
        var clients = files.authorities() == null ? Clients.NOT_ASKED : Clients.REQUIRED;
        return new Tls(new Material(files, files.all()), files, clients, "", false);
    }

    /// A side that shows a certificate. As a server, it does not ask its clients for one; as a client, it trusts whom
    /// the JDK trusts. [#withTrust] changes both.
    ///
    /// @param chain a PEM file with the certificate and, behind it, those of who has signed it, but for the last
    /// @param key a PEM file with the private key, in PKCS #8 and not encrypted; of RSA, EC or Ed25519
    /// @return for servers and for clients
    /// @throws IOException if a file is not there or of no use; its message says which one, and what to do
    public static Tls identity(Path chain, Path key) throws IOException {
        return of(new PemFiles(Objects.requireNonNull(chain), Objects.requireNonNull(key), null));
    }

    /// A client without a certificate, that trusts servers whose certificate is in the file, or signed by one that is.
    ///
    /// @param authorities a PEM file with certificates
    /// @return for clients
    /// @throws IOException if the file is not there or of no use; its message says why
    public static Tls trusting(Path authorities) throws IOException {
        return of(new PemFiles(null, null, Objects.requireNonNull(authorities)));
    }

    /// A client without a certificate, that trusts whom the JDK trusts: the public authorities.
    ///
    /// @return for clients
    /// @throws IOException if the JDK's file of authorities can't be read
    public static Tls trustingPublicAuthorities() throws IOException {
        return of(new PemFiles(null, null, null));
    }

    /// What is in a context that somebody else makes: of a key store, of hardware. What is said of resumed sessions
    /// does not hold for it.
    ///
    /// @param contexts asked now, and again by [#reload]; gives one that knows TLS 1.3
    /// @return for servers and for clients, as far as the context is
    /// @throws IOException if there is none
    public static Tls of(Callable<SSLContext> contexts) throws IOException {
        Material.Loader loader = () -> {
            try {
                var context = Objects.requireNonNull(contexts.call(), "the SSLContext is null");
                return () -> context;
            } catch (Exception e) {
                throw new IOException("there is no SSLContext: " + e, e);
            }
        };
        return new Tls(new Material(loader, List.of()), null, Clients.NOT_ASKED, "", false);
    }

    /// The same with others to trust: clients trust these servers, servers require certificates of their clients that
    /// these have signed.
    ///
    /// @param authorities a PEM file with certificates
    /// @return with certificates of its own, which are not those of this one any more
    /// @throws IOException if a file is not there or of no use
    /// @throws IllegalStateException if this was made of a context
    public Tls withTrust(Path authorities) throws IOException {
        if (files == null) throw new IllegalStateException("whom to trust is in the SSLContext that this is made of");
        var more = new PemFiles(files.chain(), files.key(), Objects.requireNonNull(authorities));
        return new Tls(new Material(more, more.all()), more, Clients.REQUIRED, serverName, anyHost);
    }

    /// The same, asking clients otherwise for a certificate. Only servers ask.
    ///
    /// @param value whether they are asked
    /// @return with the same certificates, now and when they are replaced
    public Tls withClients(Clients value) {
        return new Tls(material, files, Objects.requireNonNull(value), serverName, anyHost);
    }

    /// The same, connecting to servers whose certificate is for this name, whatever host they are reached at.
    ///
    /// @param value a host name, or an address
    /// @return with the same certificates, now and when they are replaced
    public Tls withServerName(String value) {
        if (value.isBlank()) throw new IllegalArgumentException("value=, a name is needed");
        return new Tls(material, files, clients, value, anyHost);
    }

    /// The same, connecting to servers whatever host their certificate is for. Whoever has a certificate of somebody
    /// who is trusted, of a client for example, can then pass for the server.
    ///
    /// @return with the same certificates, now and when they are replaced
    public Tls withAnyHostName() {
        return new Tls(material, files, clients, serverName, true);
    }

    /// Reads the certificates again. Connections that are made from now on use the new ones.
    ///
    /// @throws IOException if the new ones are of no use; the old ones are still used
    public void reload() throws IOException {
        material.reload();
    }

    /// What has happened to the certificates, from when one subscribes on.
    ///
    /// @return events
    public Observable<TlsEvent> events() {
        return material.events();
    }

    /// Checks that a server can use this.
    ///
    /// @throws IllegalArgumentException if it has no certificate to show
    public void requireIdentity() {
        if (files != null && files.chain() == null)
            throw new IllegalArgumentException("this Tls has no certificate, and a server needs one: use Tls.identity");
    }

    /// Shakes hands as a client, over any stream.
    ///
    /// @param stream to the server; closed if the handshake fails, else owned by the one that is returned
    /// @param host that the server's certificate must be for
    /// @param limit how long it may take
    /// @return what the server sends and is sent
    /// @throws HandshakeException if it fails; its reason says why
    public Duplex connect(Duplex stream, String host, Duration limit) throws HandshakeException {
        var name = serverName.isEmpty() ? host : serverName;
        var engine = material.context().createSSLEngine(name, -1);
        engine.setUseClientMode(true);
        var parameters = parameters(engine);
        if (!anyHost) parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return shake(new TlsDuplex(stream, engine, name + " at " + stream.remote()), limit);
    }

    /// Shakes hands as a server, over any stream.
    ///
    /// @param stream to the client; closed if the handshake fails, else owned by the one that is returned
    /// @param limit how long it may take
    /// @return what the client sends and is sent
    /// @throws HandshakeException if it fails; its reason says why
    public Duplex accept(Duplex stream, Duration limit) throws HandshakeException {
        var engine = material.context().createSSLEngine();
        engine.setUseClientMode(false);
        var parameters = parameters(engine);
        switch (clients) {
            case NOT_ASKED -> parameters.setNeedClientAuth(false);
            case ASKED -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return shake(new TlsDuplex(stream, engine, stream.remote()), limit);
    }

    private static SSLParameters parameters(SSLEngine engine) {
        var parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {PROTOCOL});
        parameters.setApplicationProtocols(new String[] {APPLICATION_PROTOCOL});
        return parameters;
    }

    private static Duplex shake(TlsDuplex duplex, Duration limit) throws HandshakeException {
        var guard = new Guard(limit, () -> close(duplex));
        try (guard) {
            duplex.handshake();
        } catch (HandshakeException e) {
            throw failed(duplex, guard, limit, e);
        } catch (IOException e) {
            throw failed(duplex, guard, limit, HandshakeException.of(e, duplex.with()));
        } catch (RuntimeException e) {
            close(duplex);
            throw e;
        }
        if (guard.hasFired()) throw late(duplex, limit);
        return duplex;
    }

    private static HandshakeException failed(TlsDuplex duplex, Guard guard, Duration limit, HandshakeException cause) {
        if (guard.hasFired()) return late(duplex, limit);
        var patience = new Guard(FAREWELL, () -> close(duplex));
        try (patience) {
            duplex.farewell();
        }
        close(duplex);
        return cause;
    }

    private static HandshakeException late(TlsDuplex duplex, Duration limit) {
        return HandshakeException.of(
                HandshakeException.Reason.TIMEOUT, duplex.with(), "limit " + limit.toMillis() + " ms", null);
    }

    private static void close(TlsDuplex duplex) {
        try {
            duplex.close();
        } catch (IOException e) {
            // it is of no use in any case
        }
    }

    @Override
    public String toString() {
        return "Tls[" + (files == null ? "of a context" : String.valueOf(files.all())) + ", clients=" + clients + "]";
    }
}
