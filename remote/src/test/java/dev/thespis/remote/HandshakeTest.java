package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.remote.tls.Certified;
import dev.thespis.remote.tls.Clients;
import dev.thespis.remote.tls.HandshakeException;
import dev.thespis.remote.tls.HandshakeException.Reason;
import dev.thespis.remote.tls.Tls;
import dev.thespis.remote.transport.Anonymous;
import dev.thespis.remote.transport.Duplex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// How TLS begins, in memory and over TCP.
@ParameterizedClass
@EnumSource(Ends.class)
@Timeout(60)
final class HandshakeTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Authority OTHER = new Authority("somebody else");

    @Parameter
    private Ends ends;

    private Duplex near;
    private Duplex far;

    @BeforeEach
    void open() throws IOException {
        var both = ends.open();
        far = both.get(0);
        near = both.get(1);
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
    }

    private CompletableFuture<Duplex> accept(Tls tls, Duration limit) {
        var accepted = new CompletableFuture<Duplex>();
        Thread.ofVirtual().start(() -> {
            try {
                accepted.complete(tls.accept(far, limit));
            } catch (IOException | RuntimeException e) {
                accepted.completeExceptionally(e);
            }
        });
        return accepted;
    }

    private void serve(Tls tls) {
        var unused = accept(tls, LONG);
    }

    private Duplex connect(Tls tls) throws IOException {
        return tls.connect(near, "localhost", LONG);
    }

    private static Reason reason(CompletableFuture<Duplex> accepted) throws InterruptedException {
        try {
            throw new AssertionError("the handshake has succeeded: " + accepted.get());
        } catch (ExecutionException e) {
            return ((HandshakeException) e.getCause()).reason();
        }
    }

    private Reason refused(Tls tls) {
        try {
            throw new AssertionError("the handshake has succeeded: " + connect(tls));
        } catch (HandshakeException e) {
            return e.reason();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Tls identity(Authority.Identity identity) throws IOException {
        return Tls.identity(identity.chain(), identity.key());
    }

    private static String read(Duplex duplex, int count) throws IOException {
        var buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) if (duplex.read(buffer) < 0) throw new IOException("it has ended");
        return new String(buffer.array(), StandardCharsets.US_ASCII);
    }

    private static void write(Duplex duplex, String text) throws IOException {
        duplex.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void showsTheServerAndNotTheClient() throws Exception {
        var accepted = accept(Trust.server(), LONG);
        var client = connect(Trust.client());
        var server = accepted.get();

        assertThat(client.principal()).isInstanceOfSatisfying(Certified.class, it -> {
            assertThat(it.getName()).isEqualTo("CN=server,O=Test");
            assertThat(it.alternativeNames()).containsExactly("localhost", "127.0.0.1");
        });
        assertThat(server.principal()).isEqualTo(Anonymous.PRINCIPAL);
        write(client, "hello");
        assertThat(read(server, 5)).isEqualTo("hello");
    }

    @Test
    void showsBothWhereTheServerAsks() throws Exception {
        var accepted = accept(Trust.mutualServer(), LONG);
        connect(Trust.mutualClient());

        assertThat(accepted.get().principal()).isInstanceOfSatisfying(Certified.class, it -> {
            assertThat(it.getName()).isEqualTo("CN=client,O=Test");
            assertThat(it.alternativeNames()).containsExactly("spiffe://test/client");
            assertThat(it).hasToString("Certified[CN=client,O=Test]");
        });
    }

    @Test
    void refusesACertificateForAnotherHost() throws Exception {
        var elsewhere = Trust.AUTHORITY.issue("CN=localhost", "elsewhere.example");
        var accepted = accept(identity(elsewhere), LONG);

        assertThat(refused(Trust.client())).isEqualTo(Reason.WRONG_HOST);
        assertThat(reason(accepted)).isEqualTo(Reason.REFUSED);
    }

    @Test
    void refusesACertificateWithoutTheAddressThatWasConnectedTo() throws Exception {
        serve(identity(Trust.AUTHORITY.issue("CN=server", "localhost")));

        assertThatThrownBy(() -> Trust.client().connect(near, "127.0.0.1", LONG))
                .isInstanceOfSatisfying(
                        HandshakeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_HOST));
    }

    @Test
    void takesAnotherHostIfItIsAskedTo() throws Exception {
        var elsewhere = identity(Trust.AUTHORITY.issue("CN=server", "elsewhere.example"));
        serve(elsewhere);

        assertThat(connect(Trust.client().withServerName("elsewhere.example")).principal())
                .isInstanceOf(Certified.class);
    }

    @Test
    void takesAnyHostIfItIsAskedTo() throws Exception {
        serve(identity(Trust.AUTHORITY.issue("CN=server", "elsewhere.example")));

        assertThat(connect(Trust.client().withAnyHostName()).principal()).isInstanceOf(Certified.class);
    }

    @Test
    void refusesAServerOfAnUnknownAuthority() throws Exception {
        var accepted = accept(identity(OTHER.issue("CN=server", "localhost")), LONG);

        assertThat(refused(Trust.client())).isEqualTo(Reason.UNTRUSTED);
        assertThat(reason(accepted)).isEqualTo(Reason.REFUSED);
    }

    @Test
    void trustsThePublicAuthoritiesOnlyIfThatIsAsked() throws Exception {
        serve(Trust.server());

        assertThat(refused(Tls.trustingPublicAuthorities())).isEqualTo(Reason.UNTRUSTED);
    }

    @Test
    void refusesACertificateThatHasExpired() throws Exception {
        var old = Trust.AUTHORITY.issue(Instant.now().minus(Duration.ofDays(9)), "CN=server", "localhost");
        serve(identity(old));

        assertThat(refused(Trust.client())).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void refusesACertificateThatIsNotValidYet() throws Exception {
        var future = Trust.AUTHORITY.issue(Instant.now().plus(Duration.ofDays(9)), "CN=server", "localhost");
        serve(identity(future));

        assertThat(refused(Trust.client())).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void refusesAnExpiredCertificateEvenIfItIsItselfTrusted() throws Exception {
        var old = Trust.AUTHORITY.issue(Instant.now().minus(Duration.ofDays(9)), "CN=server", "localhost");
        serve(identity(old));

        assertThat(refused(Tls.trusting(old.chain()))).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void trustsACertificateThatIsItselfInTheFile() throws Exception {
        serve(Trust.server());

        assertThat(connect(Tls.trusting(Trust.SERVER.chain())).principal()).isInstanceOf(Certified.class);
    }

    @Test
    void refusesAClientWithoutACertificateWhichLearnsWhy() throws Exception {
        var accepted = accept(Trust.mutualServer(), LONG);
        var client = connect(Trust.client());

        assertThatThrownBy(() -> read(client, 1)).hasMessageContaining("has refused this one");
        assertThat(reason(accepted)).isEqualTo(Reason.NO_CERTIFICATE);
    }

    @Test
    void refusesAClientOfAnUnknownAuthorityWhichLearnsWhy() throws Exception {
        var stranger = OTHER.issue("CN=client");
        var accepted = accept(Trust.mutualServer(), LONG);
        var client = connect(identity(stranger).withTrust(Trust.AUTHORITY.trust()));

        assertThatThrownBy(() -> read(client, 1)).hasMessageContaining("has refused this one");
        assertThat(reason(accepted)).isIn(Reason.UNTRUSTED, Reason.NO_CERTIFICATE); // it may show none then
    }

    @Test
    void letsAnonymousClientsInIfItOnlyAsks() throws Exception {
        var accepted = accept(Trust.mutualServer().withClients(Clients.ASKED), LONG);
        var client = connect(Trust.client());
        write(client, "x");

        assertThat(accepted.get().principal()).isEqualTo(Anonymous.PRINCIPAL);
        assertThat(read(accepted.get(), 1)).isEqualTo("x");
    }

    @Test
    void knowsAClientThatItOnlyAsks() throws Exception {
        var accepted = accept(Trust.mutualServer().withClients(Clients.ASKED), LONG);
        connect(Trust.mutualClient());

        assertThat(accepted.get().principal().getName()).isEqualTo("CN=client,O=Test");
    }

    @Test
    void recognisesAPeerWithoutTls() throws Exception {
        var accepted = accept(Trust.server(), LONG);
        new RawPeer(near).hello();

        assertThat(reason(accepted)).isEqualTo(Reason.NOT_TLS);
        assertThatThrownBy(accepted::get).hasMessageContaining("it speaks Thespis without TLS");
    }

    @Test
    void recognisesAServerWithoutTls() throws Exception {
        new RawPeer(far).hello();

        assertThatThrownBy(() -> connect(Trust.client()))
                .hasMessageContaining("localhost")
                .hasMessageContaining("it speaks Thespis without TLS");
    }

    @Test
    void recognisesOtherProtocols() throws Exception {
        var accepted = accept(Trust.server(), LONG);
        write(near, "GET / HTTP/1.1\r\n\r\n");

        assertThat(reason(accepted)).isEqualTo(Reason.NOT_TLS);
        assertThatThrownBy(accepted::get).hasMessageContaining("'GET / HT'");
    }

    @Test
    void refusesWhatOnlyBeginsLikeAHandshake() throws Exception {
        var accepted = accept(Trust.server(), LONG);
        near.write(ByteBuffer.wrap(new byte[] {22, 3, 1, 0, 5, 9, 9, 9, 9, 9}));

        assertThat(reason(accepted)).isEqualTo(Reason.FAILED);
    }

    @Test
    void refusesARecordThatClaimsMoreThanRecordsMayHave() throws Exception {
        var accepted = accept(Trust.server(), LONG);
        near.write(ByteBuffer.wrap(new byte[] {22, 3, 1, (byte) 0xff, (byte) 0xff, 1}));

        assertThat(reason(accepted)).isEqualTo(Reason.FAILED);
    }

    @Test
    void givesUpWhoSaysNothing() throws Exception {
        assertThat(reason(accept(Trust.server(), SHORT))).isEqualTo(Reason.TIMEOUT);
        assertThat(far.isOpen()).isFalse();
    }

    @Test
    void givesUpWhoStopsHalfway() throws Exception {
        var accepted = accept(Trust.server(), SHORT);
        near.write(ByteBuffer.wrap(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3}));

        assertThat(reason(accepted)).isEqualTo(Reason.TIMEOUT);
    }

    /// Each byte comes soon enough; all of them would take for ever.
    @Test
    void givesUpWhoSendsAByteNowAndThen() throws Exception {
        var accepted = accept(Trust.server(), Duration.ofMillis(500));
        near.write(ByteBuffer.wrap(new byte[] {22, 3, 1, 2, 0}));
        var sent = 0;
        while (!accepted.isDone() && sent++ < 500) {
            try {
                near.write(ByteBuffer.wrap(new byte[] {1}));
            } catch (IOException e) {
                break; // it has been cut off
            }
            LockSupport.parkNanos(10_000_000);
        }

        assertThat(reason(accepted)).isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void aClientGivesUpAServerThatSaysNothing() {
        assertThatThrownBy(() -> Trust.client().connect(near, "localhost", SHORT))
                .isInstanceOfSatisfying(
                        HandshakeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT));
    }

    @Test
    void tellsWhenTheOtherSideLeaves() throws Exception {
        var accepted = accept(Trust.server(), LONG);
        near.write(ByteBuffer.wrap(new byte[] {22, 3, 1}));
        near.shutdownOutput();

        assertThat(reason(accepted)).isEqualTo(Reason.CLOSED);
    }

    @Test
    void refusesOlderVersions() throws Exception {
        var accepted = accept(Trust.server(), LONG);
        var engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {"TLSv1.2"});
        var hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        near.write(hello.flip());

        assertThat(reason(accepted)).isEqualTo(Reason.FAILED);
    }

    @Test
    void refusesClientsOfAnotherProtocolOverTls() throws Exception {
        var accepted = accept(Trust.server(), LONG);
        var engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        engine.setSSLParameters(parameters);
        var hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        near.write(hello.flip());

        assertThat(reason(accepted)).isEqualTo(Reason.FAILED);
        assertThatThrownBy(accepted::get).hasMessageContaining("no_application_protocol");
    }

    @Test
    void isDoneAlsoByteByByte() throws Exception {
        var accepted = accept(Trust.mutualServer(), LONG);
        near = new Drops(near);
        var client = connect(Trust.mutualClient());
        write(client, "hello");
        write(accepted.get(), "world");

        assertThat(read(accepted.get(), 5)).isEqualTo("hello");
        assertThat(read(client, 5)).isEqualTo("world");
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        var accepted = accept(Trust.server(), LONG);
        connect(Trust.client());
        accepted.get();

        assertThat(List.copyOf(Threads.named("thespis-handshake-limit"))).isEmpty();
    }
}
