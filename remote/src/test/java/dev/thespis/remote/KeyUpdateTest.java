package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Observer;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.tls.Tls;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a client may say within TLS that is no data. The JDK's own socket is the client: when it is to shake hands
/// again, it asks for new keys.
@Timeout(60)
final class KeyUpdateTest {
    private final Stage stage = new Stage();
    private final LinkedBlockingQueue<Observer<PeerEvent>> observers = new LinkedBlockingQueue<>();
    private Server server;
    private SSLSocket socket;

    @BeforeEach
    void connect() throws Exception {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = TcpServer.listen(loopback, Trust.server(), peer -> {
            observers.add(peer.events().observe());
            stage.expose(peer);
        });
        socket = (SSLSocket) context().getSocketFactory().createSocket(loopback.getAddress(), server.port());
        socket.startHandshake();
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        server.close();
        stage.close();
    }

    static SSLContext context() throws Exception {
        return context(null);
    }

    private static SSLContext context(Authority.@Nullable Identity own) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(Trust.AUTHORITY.trust())) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(own == null ? null : keys(own), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyManager[] keys(Authority.Identity own) throws Exception {
        var text = Files.readString(own.key()).replaceAll("-----[^-]+-----", "");
        var key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text)));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(own.chain())) {
            var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            store.setKeyEntry("own", key, new char[0], new Certificate[] {certificate});
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        return keys.getKeyManagers();
    }

    private Observer<PeerEvent> events() throws InterruptedException {
        return observers.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void newKeysAreTakenWheneverTheyAreAskedFor() throws Exception {
        var drops = Transports.streams(socket.getInputStream(), socket.getOutputStream(), "server");
        try (var peer = Peer.connect(drops, PeerOptions.defaults(), self -> {})) {
            var play = peer.address(Play.class);
            for (var n = 1; n <= 20; n++) {
                assertThat(play.call(new Play.Add(1))).isEqualTo(n);
                socket.startHandshake();
            }
            assertThat(play.call(new Play.Add(1))).isEqualTo(21);
            assertThat(play.call(new Play.Echo(new byte[200_000]))).hasSize(200_000);
        }
    }

    @Test
    void aFloodOfNewKeysIsCutOff() throws Exception {
        var raw = new RawPeer(Transports.streams(socket.getInputStream(), socket.getOutputStream(), "server"));
        raw.hello();
        var events = events();
        try {
            for (var n = 0; n < 10_000; n++) socket.startHandshake();
        } catch (IOException e) {
            // it was cut off meanwhile
        }

        assertThat(Until.error(events, PeerError.TransportFailed.class).cause()).hasMessageContaining("without data");
        Until.holds(() -> server.peers().isEmpty());
    }

    @Test
    void aSessionIsNotResumed() throws Exception {
        var context = context(null);

        assertThat(handshake(context, server)).isNotEqualTo(handshake(context, server));
    }

    /// So one could see it in the test before.
    @Test
    void aSessionIsResumedWhereSomebodyElsesContextDoesSo() throws Exception {
        var context = context(null);
        var theirs = context(Trust.SERVER);
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var other = TcpServer.listen(loopback, Tls.of(() -> theirs), stage::expose)) {
            assertThat(handshake(context, other)).isEqualTo(handshake(context, other));
        }
    }

    /// When its session was made, which one that is resumed keeps.
    private static long handshake(SSLContext context, Server server) throws Exception {
        var factory = context.getSocketFactory();
        try (var again = (SSLSocket) factory.createSocket("localhost", server.port())) {
            again.startHandshake();
            var raw = new RawPeer(Transports.streams(again.getInputStream(), again.getOutputStream(), "server"));
            raw.hello();
            raw.control(Hello.class); // the tickets have come before
            return again.getSession().getCreationTime();
        }
    }
}
