package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.thespis.remote.control.Offer;
import dev.thespis.remote.transport.Duplex;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.FrameLimits;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What is computed, and that the heap really holds no more. Clients fill all that there is to be filled: both windows,
/// a request in fragments that never ends, a frame that never ends, and replies that nobody reads.
class FootprintTest {
    private static final long HOLD = ServiceId.of("stage", "Hold").value();
    private static final long ECHO = ServiceId.of("stage", "Echo").value();
    private static final long FILL = ServiceId.of("stage", "Fill").value();
    private static final String ECHO_OF_2000 = "a1656279746573" + "5907d0" + "00".repeat(2_000);
    private static final int CLIENTS = 20;

    private static final Limits LIMITS = Limits.defaults()
            .withFrames(new FrameLimits(100_000, 1 << 20))
            .withSendFrameBytes(100_000)
            .withWindowMessages(1_000)
            .withWindowBytes(1 << 20)
            .withRequests(100)
            .withRequestBytes(100_000)
            .withQueueBytes(100_000)
            .withReplyBytes(1 << 20)
            .withFrameTime(Duration.ofMinutes(10))
            .withPingAfter(Duration.ofMinutes(10));

    private final List<RawPeer> clients = new ArrayList<>();
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final Stage stage = new Stage();

    @Test
    void isASumOfLimits() {
        var footprint = LIMITS.footprint(2);

        assertThat(footprint.requestBytes()).isEqualTo(100_000 + (1 << 20) + 100_000 + 100_000);
        assertThat(footprint.objectBytes()).isEqualTo(512 * (100 + 2_000 + 1));
        assertThat(footprint.readingBytes()).isEqualTo(200_000 + 2 * ((1 << 20) + 100_000));
        assertThat(footprint.writingBytes()).isEqualTo(2 * ((1 << 20) + 100_000 + 200_000 + (1 << 20)));
        assertThat(footprint.totalBytes())
                .isEqualTo(footprint.requestBytes()
                        + footprint.objectBytes()
                        + footprint.readingBytes()
                        + footprint.writingBytes()
                        + footprint.idleBytes());
        assertThat(footprint.totalBytes(3) - footprint.totalBytes()).isEqualTo(2 * footprint.requestBytes());
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LIMITS.footprint(0))
                .withMessage("services=0, must be from 1 to 65536");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LIMITS.footprint(1).totalBytes(0.5))
                .withMessage("expansion=0.5, must be from 1 to 100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LIMITS.footprint(1).totalBytes(Double.NaN))
                .withMessage("expansion=NaN, must be from 1 to 100");
    }

    @Test
    void ofAServerIsThatOfAllConnections() {
        var options = ServerOptions.defaults()
                .withConnections(1_000)
                .withPeers(PeerOptions.defaults().withLimits(LIMITS));

        assertThat(options.mostHeldBytes(3, 2))
                .isEqualTo(1_000 * LIMITS.footprint(3).totalBytes(2));
    }

    @Test
    void ofAServerWithoutBoundIsTheLargestNumber() {
        var huge = LIMITS.withWindowBytes(1L << 39).withRequestBytes(1L << 39);
        var options = ServerOptions.defaults()
                .withConnections(1_000_000)
                .withPeers(PeerOptions.defaults().withLimits(huge));

        assertThat(options.mostHeldBytes(1, 100)).isEqualTo(Long.MAX_VALUE);
    }

    @Nested
    class OfTheHeap {
        @AfterEach
        void shut() throws IOException {
            stage.release.countDown();
            for (var client : clients) client.close();
            for (var peer : peers) peer.close();
            stage.close();
        }

        @Test
        void coversWhatClientsInMemoryCanFill() throws Exception {
            assertCovered(() -> {
                var ends = Transports.memory();
                var unused =
                        Peer.accept(ends.get(0), PeerOptions.defaults().withLimits(LIMITS), FootprintTest.this::expose);
                return ends.get(1);
            });
        }

        @Test
        void coversWhatClientsOverTcpCanFill() throws Exception {
            var options =
                    ServerOptions.defaults().withPeers(PeerOptions.defaults().withLimits(LIMITS));
            var loopback = InetAddress.getLoopbackAddress();
            try (var server =
                    TcpServer.listen(new InetSocketAddress(loopback, 0), options, FootprintTest.this::expose)) {
                assertCovered(() -> Transports.socket(new Socket(loopback, server.port())));
                stage.release.countDown();
            }
        }
    }

    private void expose(Peer peer) {
        peers.add(peer);
        stage.expose(peer);
    }

    private interface Connects {
        Duplex connect() throws IOException;
    }

    private void assertCovered(Connects connects) throws Exception {
        fill(new RawPeer(connects.connect())); // loads the classes
        var before = heapBytes();

        for (var i = 0; i < CLIENTS; i++) fill(new RawPeer(connects.connect()));
        var each = (heapBytes() - before) / CLIENTS;

        assertThat(each)
                .isGreaterThan(LIMITS.windowBytes() * 9 / 10) // they have really filled it
                .isLessThanOrEqualTo(LIMITS.footprint(11).totalBytes());
    }

    /// Everything that a client can leave behind without being cut off.
    private void fill(RawPeer client) throws Exception {
        clients.add(client);
        client.hello(256, 1 << 20, "fragments");
        client.offer();
        client.control(Offer.class);
        var cid = 0;
        while (cid < 12) client.frame(FILL, ++cid, "a1656279746573" + "1a00015f90"); // 90,000 bytes that nobody reads
        client.frame(HOLD, 0, "f6"); // the actor handles nothing after it
        var unfinished = 1;
        for (var sent = 0L; sent < LIMITS.windowBytes() - 100_000; sent += 2_034, unfinished++)
            client.frame(ECHO, 0, ECHO_OF_2000);
        var half = RawPeer.frameBytes(ECHO, 0, "a1656279746573" + "5a00015f90" + "00".repeat(90_000));
        client.fragment(7, half, 0, 30_000);
        client.fragment(7, half, 30_000, 60_000);
        client.header(90_000, ECHO, 0); // a frame of which no more comes than its header
        var here = peers.getLast().connection();
        var expected = unfinished;
        Until.holds(() ->
                here.intake().requests() == expected && here.reader().assembly().heldBytes() >= 60_000);
    }

    /// After collections, the least of some: what is still on its way to be collected does not count.
    private static long heapBytes() {
        var least = Long.MAX_VALUE;
        var runtime = Runtime.getRuntime();
        for (var i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
