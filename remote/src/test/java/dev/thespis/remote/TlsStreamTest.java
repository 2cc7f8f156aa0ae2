package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Observer;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.transport.Duplex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// How TLS goes on and ends, in memory and over TCP.
@ParameterizedClass
@EnumSource(Ends.class)
@Timeout(60)
final class TlsStreamTest {
    @Parameter
    private Ends ends;

    /// The stream below TLS of the client's side.
    private Duplex below;

    private Duplex server;
    private Duplex client;
    private final Stage stage = new Stage();

    @BeforeEach
    void open() throws IOException {
        var raw = ends.open();
        below = raw.get(1);
        var both = Trust.over(raw);
        server = both.get(0);
        client = both.get(1);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        client.close();
        stage.close();
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        for (var n = 0; n < count; n++) bytes[n] = (byte) (n * 31);
        return bytes;
    }

    private static byte[] read(Duplex duplex, int count) throws IOException {
        var buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) if (duplex.read(buffer) < 0) throw new IOException("it has ended");
        return buffer.array();
    }

    private static CompletableFuture<Void> inBackground(Body body) {
        var done = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> {
            try {
                body.run();
                done.complete(null);
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private interface Body {
        void run() throws IOException;
    }

    @Test
    void carriesMuchBothWaysAtOnce() throws Exception {
        var much = bytes(3_000_000);
        var writes = List.of(
                inBackground(() -> server.write(ByteBuffer.wrap(much))),
                inBackground(() -> client.write(ByteBuffer.wrap(much))));
        var received = new CompletableFuture<byte[]>();
        var reads = inBackground(() -> received.complete(read(server, much.length)));

        assertThat(read(client, much.length)).isEqualTo(much);
        assertThat(received.get()).isEqualTo(much);
        reads.get();
        for (var write : writes) write.get();
    }

    @Test
    void endsInOneDirectionWhileTheOtherGoesOn() throws Exception {
        client.shutdownOutput();

        assertThat(server.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(server.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        server.write(ByteBuffer.wrap(bytes(50_000)));
        assertThat(read(client, 50_000)).isEqualTo(bytes(50_000));
        server.shutdownOutput();
        assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThatThrownBy(() -> client.write(ByteBuffer.wrap(bytes(1)))).isInstanceOf(IOException.class);
    }

    @Test
    void isCutIfItEndsWithoutSayingSo() throws Exception {
        client.write(ByteBuffer.wrap(bytes(3)));
        below.shutdownOutput();

        assertThat(read(server, 3)).isEqualTo(bytes(3));
        assertThatThrownBy(() -> server.read(ByteBuffer.allocate(1)))
                .hasMessageContaining("without the other side's close_notify");
    }

    @Test
    void isNoUseAnyMoreOnceABitIsChanged() throws Exception {
        below.write(ByteBuffer.wrap(
                new byte[] {23, 3, 3, 0, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));

        assertThatThrownBy(() -> server.read(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> server.write(ByteBuffer.wrap(bytes(1)))).isInstanceOf(IOException.class);
    }

    @Test
    void aWriteThatWaitsEndsWithTheStream() throws Exception {
        var write = inBackground(() -> {
            while (true) server.write(ByteBuffer.wrap(bytes(100_000)));
        });
        client.read(ByteBuffer.allocate(1));

        server.close();

        assertThatThrownBy(() -> write.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void aReadThatWaitsEndsWithTheStream() throws Exception {
        var read = inBackground(() -> server.read(ByteBuffer.allocate(1)));

        server.close();

        assertThatThrownBy(() -> read.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    /// A frame that is cut within TLS by somebody between, for a peer.
    @Test
    void aPeerIsToldThatItWasCut() throws Exception {
        var events = new CompletableFuture<Observer<PeerEvent>>();
        try (var peer = Peer.accept(server, PeerOptions.defaults(), self -> {
            events.complete(self.events().observe());
            stage.expose(self);
        })) {
            var raw = new RawPeer(client);
            raw.hello();
            raw.header(1_000, 7, 1);
            peer.remote(Duration.ofSeconds(20));
            below.shutdownOutput();

            var error = Until.error(events.get(), PeerError.TransportFailed.class);
            assertThat(error.cause()).hasMessageContaining("close_notify");
        }
    }

    /// What has come of a record is no data yet, so it shows no life.
    @Test
    void aRecordThatIsNeverCompletedCountsAsSilence() throws Exception {
        var limits = Limits.defaults().withPingAfter(Duration.ofMillis(50)).withPongWithin(Duration.ofMillis(100));
        var events = new CompletableFuture<Observer<PeerEvent>>();
        try (var peer = Peer.accept(
                server,
                PeerOptions.defaults().withLimits(limits),
                self -> events.complete(self.events().observe()))) {
            new RawPeer(client).hello();
            below.write(ByteBuffer.wrap(new byte[] {23, 3, 3, 1, 0, 1, 2, 3}));

            Until.error(events.get(), PeerError.PingTimeout.class);
            peer.join();
        }
    }

    @Test
    void aFirstRecordThatIsNeverCompletedIsCutOff() throws Exception {
        var limits = Limits.defaults().withFirstFrame(Duration.ofMillis(100));
        var events = new CompletableFuture<Observer<PeerEvent>>();
        try (var peer = Peer.accept(
                server,
                PeerOptions.defaults().withLimits(limits),
                self -> events.complete(self.events().observe()))) {
            below.write(ByteBuffer.wrap(new byte[] {23, 3, 3, 1, 0, 1, 2, 3}));

            Until.error(events.get(), PeerError.FirstFrameTimeout.class);
            peer.join();
        }
    }

    @Test
    void aFrameThatIsNeverCompletedIsCutOff() throws Exception {
        var limits = Limits.defaults().withFrameTime(Duration.ofMillis(100)).withFrameBytesPerSecond(0);
        var events = new CompletableFuture<Observer<PeerEvent>>();
        try (var peer = Peer.accept(
                server,
                PeerOptions.defaults().withLimits(limits),
                self -> events.complete(self.events().observe()))) {
            var raw = new RawPeer(client);
            raw.hello();
            raw.header(1_000, 7, 1);

            Until.error(events.get(), PeerError.FrameTimeout.class);
            peer.join();
        }
    }

    @Test
    void aPeerThatEndsInOrderIsNoError() throws Exception {
        var events = new CompletableFuture<Observer<PeerEvent>>();
        try (var serving = Peer.accept(server, PeerOptions.defaults(), self -> {
            events.complete(self.events().observe());
            stage.expose(self);
        })) {
            try (var using = Peer.connect(client, PeerOptions.defaults(), self -> {})) {
                assertThat(using.address(Play.class).call(new Play.Add(2))).isEqualTo(2);
            }
            serving.join();
            var happened = events.get().poll();
            assertThat(happened).noneMatch(PeerEvent.Failed.class::isInstance);
            assertThat(happened).anyMatch(PeerEvent.ClosedByRemote.class::isInstance);
        }
    }
}
