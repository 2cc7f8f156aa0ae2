package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Actor;
import dev.thespis.actor.CallException;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.ObserveOptions;
import dev.thespis.actor.Observer;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.tls.Clients;
import dev.thespis.remote.tls.HandshakeException;
import dev.thespis.remote.tls.HandshakeException.Reason;
import dev.thespis.remote.tls.Tls;
import dev.thespis.remote.tls.TlsEvent;
import dev.thespis.remote.transport.Duplex;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Servers with TLS, and those without it that would need it.
@Timeout(120)
final class TlsServerTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration LONG = Duration.ofSeconds(30);

    /// Enough for a handshake on a busy machine, and not too much to wait for.
    private static final Duration PATIENT = Duration.ofSeconds(4);

    private static final byte[] HALF_HELLO = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

    private final Stage stage = new Stage();

    /// The contract.
    @Namespace("who")
    interface Who {
        record AmI() implements Message<Who, String> {}
    }

    private static final class Mirror implements Actor<Who> {
        @Override
        public Handlers<Who> handlers() {
            return Handlers.of(Who.class)
                    .on(Who.AmI.class, ask -> Caller.current().principal().getName());
        }
    }

    @AfterEach
    void end() {
        stage.close();
    }

    private static ServerOptions options(Duration firstFrame) {
        var limits = Limits.defaults().withFirstFrame(firstFrame).withFlush(Duration.ofMillis(50));
        return ServerOptions.defaults()
                .withTls(Trust.server())
                .withPeers(PeerOptions.defaults().withLimits(limits));
    }

    private static <T extends ServerEvent> T next(Observer<ServerEvent> events, Class<T> type)
            throws InterruptedException, TimeoutException {
        while (true) {
            var event = events.take(LONG);
            if (type.isInstance(event)) return type.cast(event);
        }
    }

    private static Reason failure(Observer<ServerEvent> events) throws InterruptedException, TimeoutException {
        return next(events, ServerEvent.HandshakeFailed.class).cause().reason();
    }

    private static Peer connect(Server server) throws IOException {
        return Tcp.connect("localhost", server.port(), Trust.client());
    }

    private static Peer connect(MemoryListener listener, String address) throws IOException {
        var stream = Trust.client().connect(listener.connect(address), "localhost", LONG);
        return Peer.connect(stream, PeerOptions.defaults(), self -> {});
    }

    @Nested
    class Handshakes {
        @Test
        void thatFailAreEventsAndNobodyElseIsConcerned() throws Exception {
            try (var server = TcpServer.listen(ANY, options(PATIENT), stage::expose);
                    var good = connect(server)) {
                var events = server.events().observe();
                try (var plain = new Socket(ANY.getAddress(), server.port())) {
                    plain.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
                    var failed = next(events, ServerEvent.HandshakeFailed.class);
                    assertThat(failed.cause().reason()).isEqualTo(Reason.NOT_TLS);
                    assertThat(failed.remote()).isEqualTo("127.0.0.1:" + plain.getLocalPort());
                    assertThat(failed.cause()).hasMessageContaining("'SSH-2.0-'");
                }
                try (var silent = new Socket(ANY.getAddress(), server.port())) {
                    assertThat(failure(events)).isEqualTo(Reason.TIMEOUT);
                    assertThat(silent.getInputStream().read()).isEqualTo(-1);
                }
                try (var half = new Socket(ANY.getAddress(), server.port())) {
                    half.getOutputStream().write(HALF_HELLO);
                    assertThat(failure(events)).isEqualTo(Reason.TIMEOUT);
                }
                try (var gone = new Socket(ANY.getAddress(), server.port())) {
                    gone.getOutputStream().write(HALF_HELLO);
                }
                assertThat(failure(events)).isEqualTo(Reason.CLOSED);
                assertThat(server.stats().failures()).isEqualTo(4);
                assertThat(good.address(Play.class).call(new Play.Add(3))).isEqualTo(3);
                assertThat(server.peers()).hasSize(1);
            }
        }

        @Test
        void countAsConnectionsUntilTheyHaveFailed() throws Exception {
            var listener = new MemoryListener();
            var options = options(LONG).withConnections(2).withConnectionsPerAddress(1);
            try (var server = new Server(listener, options, stage::expose)) {
                var events = server.events().observe();
                var first = listener.connect("10.0.0.1");
                listener.connect("10.0.0.1");
                var second = listener.connect("10.0.0.2");
                listener.connect("10.0.0.3");

                next(events, ServerEvent.RefusedAddress.class);
                next(events, ServerEvent.Refused.class);
                first.close();
                second.close();
                assertThat(failure(events)).isEqualTo(Reason.CLOSED);
                assertThat(failure(events)).isEqualTo(Reason.CLOSED);
                try (var peer = connect(listener, "10.0.0.1")) {
                    assertThat(peer.address(Play.class).call(new Play.Add(1))).isEqualTo(1);
                }
            }
        }

        /// In memory, since each would need two of the files that a process may open.
        @Test
        void aThousandThatSayNothingHarmNobody() throws Exception {
            var listener = new MemoryListener();
            var silent = new ArrayList<Duplex>();
            var any = options(LONG).withHandshakesPerAddress(1_000);
            try (var server = new Server(listener, any, stage::expose);
                    var good = connect(listener, "good")) {
                var play = good.address(Play.class);
                var before = usedBytes();
                for (var n = 0; n < 1_000; n++) {
                    var stream = listener.connect("bad");
                    if (n % 2 == 0) stream.write(ByteBuffer.wrap(HALF_HELLO));
                    silent.add(stream);
                    if (n % 100 == 0) play.call(new Play.Add(1), Duration.ofSeconds(20));
                }
                assertThat(play.call(new Play.Add(0))).isEqualTo(10);
                assertThat(server.peers()).hasSize(1);
                // measured: 12 KiB, with the pair of rings that stands for the sockets
                assertThat((usedBytes() - before) / silent.size()).isLessThan(24 * 1024);
            }
            Until.holds(() -> Threads.named("thespis-handshake", "thespis-reader", "thespis-acceptor")
                    .isEmpty());
        }

        @Test
        void areEndedWithTheServer() throws Exception {
            var server = TcpServer.listen(ANY, options(LONG.multipliedBy(100)), stage::expose);
            try (var half = new Socket(ANY.getAddress(), server.port())) {
                half.getOutputStream().write(HALF_HELLO);
                Until.holds(() -> !Threads.named("thespis-handshake-limit").isEmpty());

                server.close();

                assertThat(Threads.named("thespis-handshake")).isEmpty();
            }
        }

        /// A second limit begins with the peer: who has shaken hands and then says nothing is cut off as well.
        @Test
        void thatAreFollowedByNothingAreCutOff() throws Exception {
            try (var server = TcpServer.listen(ANY, options(PATIENT), stage::expose);
                    var socket = KeyUpdateTest.context().getSocketFactory().createSocket("localhost", server.port())) {
                var events = server.events().observe();
                ((SSLSocket) socket).startHandshake();
                var peer = next(events, ServerEvent.Accepted.class).peer();

                assertThat(peer.join(LONG)).isTrue();
                Until.holds(() -> server.peers().isEmpty());
            }
        }
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Nested
    class Principals {
        @Test
        void areKnownInTheSetup() throws Exception {
            var seen = new LinkedBlockingQueue<Principal>();
            var options = ServerOptions.defaults().withTls(Trust.mutualServer());
            try (var server = TcpServer.listen(ANY, options, peer -> seen.add(peer.principal()))) {
                var address = new InetSocketAddress("localhost", server.port());
                try (var peer = Tcp.connect(address, Trust.mutualClient(), PeerOptions.defaults(), self -> {})) {
                    assertThat(seen.poll(20, TimeUnit.SECONDS).getName()).isEqualTo("CN=client,O=Test");
                    assertThat(peer.principal().getName()).isEqualTo("CN=server,O=Test");
                }
            }
        }

        @Test
        void areThoseOfTheCallerInAHandler() throws Exception {
            var options = ServerOptions.defaults().withTls(Trust.mutualServer());
            try (var nursery = Nursery.open("who");
                    var server = TcpServer.listen(
                            ANY,
                            options,
                            peer -> peer.expose(Services.of(Who.class, nursery.spawn(Who.class, Mirror::new))))) {
                var address = new InetSocketAddress("localhost", server.port());
                try (var peer = Tcp.connect(address, Trust.mutualClient(), PeerOptions.defaults(), self -> {})) {
                    assertThat(peer.address(Who.class).call(new Who.AmI())).isEqualTo("CN=client,O=Test");
                }
            }
        }

        /// The client has finished its handshake before the server looks at its certificate.
        @Test
        void thatAreMissingEndTheConnectionWithAReason() throws Exception {
            var options = ServerOptions.defaults().withTls(Trust.mutualServer());
            var setups = new AtomicInteger();
            try (var server = TcpServer.listen(ANY, options, peer -> setups.incrementAndGet());
                    var peer = connect(server)) {
                assertThatThrownBy(() -> peer.address(Play.class).call(new Play.Add(1)))
                        .isInstanceOf(CallException.class)
                        .hasMessageContaining("has refused this one");
                assertThat(setups).hasValue(0);
            }
        }
    }

    @Nested
    class Certificates {
        private final Authority.Identity files = Trust.AUTHORITY.issue("CN=old", "localhost");
        private final Authority.Identity fresh = Trust.AUTHORITY.issue("CN=new", "localhost");

        private String shownBy(Server server) throws IOException {
            try (var peer = connect(server)) {
                return peer.principal().getName();
            }
        }

        @Test
        void areReplacedWhileConnectionsStay() throws Exception {
            var tls = Tls.identity(files.chain(), files.key());
            var events = tls.events().observe();
            try (var server = TcpServer.listen(ANY, tls, stage::expose);
                    var before = connect(server)) {
                assertThat(before.principal().getName()).isEqualTo("CN=old");

                files.replaceWith(fresh);
                tls.reload();

                assertThat(shownBy(server)).isEqualTo("CN=new");
                assertThat(before.address(Play.class).call(new Play.Add(1))).isEqualTo(1);
                assertThat(events.take(LONG)).isInstanceOf(TlsEvent.Reloaded.class);
            }
        }

        @Test
        void areReplacedWhenTheirFilesAre() throws Exception {
            var options = ServerOptions.defaults()
                    .withTls(Tls.identity(files.chain(), files.key()))
                    .withHandshakesPerAddress(1_000_000); // it is looked at as often as can be
            try (var server = TcpServer.listen(ANY, options, stage::expose)) {
                assertThat(shownBy(server)).isEqualTo("CN=old");

                files.replaceWith(fresh);

                Until.holds(() -> {
                    try {
                        return shownBy(server).equals("CN=new");
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
            }
        }

        @Test
        void stayIfTheNewOnesAreOfNoUse() throws Exception {
            var tls = Tls.identity(files.chain(), files.key());
            var events = tls.events().observe(ObserveOptions.defaults());
            try (var server = TcpServer.listen(ANY, tls, stage::expose)) {
                Files.copy(fresh.chain(), files.chain(), StandardCopyOption.REPLACE_EXISTING); // not its key

                assertThatThrownBy(tls::reload).hasMessageContaining("is not that of the first certificate");
                assertThat(events.take(LONG))
                        .isInstanceOfSatisfying(
                                TlsEvent.ReloadFailed.class,
                                failed -> assertThat(failed.cause())
                                        .hasMessageContaining(files.key().toString()));
                assertThat(shownBy(server)).isEqualTo("CN=old");

                files.replaceWith(fresh);
                tls.reload();
                assertThat(shownBy(server)).isEqualTo("CN=new");
            }
        }

        @Test
        void areAlsoReplacedInCopiesOfTheSame() throws Exception {
            var tls = Tls.identity(files.chain(), files.key());
            try (var server = TcpServer.listen(ANY, tls.withClients(Clients.NOT_ASKED), stage::expose)) {
                files.replaceWith(fresh);
                tls.reload();

                assertThat(shownBy(server)).isEqualTo("CN=new");
            }
        }
    }

    @Nested
    class Plain {
        private final InetSocketAddress everywhere = new InetSocketAddress(0);

        @Test
        void isRefusedBeyondLoopback() {
            assertThatThrownBy(() -> TcpServer.listen(everywhere, stage::expose))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("withTls")
                    .hasMessageContaining("withPlaintextBeyondLoopback");
        }

        @Test
        void isListenedToBeyondLoopbackIfThatIsSaid() throws Exception {
            var options = ServerOptions.defaults().withPlaintextBeyondLoopback();
            try (var server = TcpServer.listen(everywhere, options, stage::expose);
                    var peer = Tcp.connect("localhost", server.port())) {
                assertThat(peer.address(Play.class).call(new Play.Add(1))).isEqualTo(1);
            }
        }

        @Test
        void isNotNeededWithTls() throws Exception {
            try (var server = TcpServer.listen(everywhere, Trust.server(), stage::expose);
                    var peer = connect(server)) {
                assertThat(peer.address(Play.class).call(new Play.Add(1))).isEqualTo(1);
            }
        }

        @Test
        void isNotSpokenOverUnixDomainSocketsEither(@TempDir Path folder) throws Exception {
            var path = folder.resolve("socket");
            var options = ServerOptions.defaults().withTls(Trust.server());
            try (var server = UnixServer.listen(path, options, stage::expose)) {
                var channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
                var stream = Trust.client().connect(Transports.channel(channel, server.local()), "localhost", LONG);
                try (var peer = Peer.connect(stream, PeerOptions.defaults(), self -> {})) {
                    assertThat(peer.address(Play.class).call(new Play.Add(1))).isEqualTo(1);
                }
            }
        }

        @Test
        void aServerWithTlsNeedsACertificate() {
            assertThatThrownBy(() -> TcpServer.listen(ANY, Trust.client(), stage::expose))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Tls.identity");
        }

        @Test
        void aClientWithoutTlsGetsNowhere() throws Exception {
            try (var server = TcpServer.listen(ANY, Trust.server(), stage::expose)) {
                var events = server.events().observe();
                try (var peer = Tcp.connect("localhost", server.port())) {
                    assertThat(failure(events)).isEqualTo(Reason.NOT_TLS);
                    assertThat(peer.join(LONG)).isTrue();
                    assertThatThrownBy(() -> peer.address(Play.class).call(new Play.Add(1)))
                            .isInstanceOf(CallException.class);
                }
            }
        }

        @Test
        void aServerWithoutTlsIsRecognisedAndRecognisesTls() throws Exception {
            var seen = new LinkedBlockingQueue<Observer<PeerEvent>>();
            try (var server =
                    TcpServer.listen(ANY, peer -> seen.add(peer.events().observe()))) {
                assertThatThrownBy(() -> connect(server))
                        .isInstanceOfSatisfying(
                                HandshakeException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.NOT_TLS));
                var error = Until.error(seen.poll(20, TimeUnit.SECONDS), PeerError.CorruptStream.class);
                assertThat(error.detail()).contains("TLS");
            }
        }
    }
}
