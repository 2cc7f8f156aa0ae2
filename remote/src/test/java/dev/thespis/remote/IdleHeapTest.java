package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.remote.Stage.Play;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What idle connections over TCP hold, both ends in this process; see `docs/performance.md`. Others have been used
/// before, so that what is made once is there.
class IdleHeapTest {
    private static final int CONNECTIONS = 300;
    private static final int WARM_UP_CALLS = 50;

    /// 7.3 KB were seen, with 14 services on each connection.
    private static final long MOST_BYTES = 9 << 10;

    @Test
    @Timeout(120)
    void anIdleConnectionHoldsFewKilobytesOnEachSide() throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        var peers = new ArrayList<Peer>();
        try (var stage = new Stage()) {
            var play = stage.spawn();
            try (var server = TcpServer.listen(
                    new InetSocketAddress(loopback, 0), peer -> peer.expose(Services.of(Play.class, play)))) {
                try {
                    for (var i = 0; i < CONNECTIONS; i++) peers.add(used(server.port(), WARM_UP_CALLS));
                    awaitRest(peers);
                    awaitRest(server.peers());
                    var before = heapBytes();
                    for (var i = 0; i < CONNECTIONS; i++) peers.add(used(server.port(), 1));

                    awaitRest(peers);
                    awaitRest(server.peers());
                    var each = (heapBytes() - before) / CONNECTIONS / 2;

                    assertThat(each).isLessThan(MOST_BYTES);
                } finally {
                    for (var peer : peers) peer.beginClose("the test has ended");
                    for (var peer : peers) peer.close();
                }
            }
        }
    }

    private static Peer used(int port, int calls) throws Exception {
        var peer = Tcp.connect("localhost", port);
        for (var i = 0; i < calls; i++)
            assertThat(peer.address(Play.class).call(new Play.Add(1))).isPositive();
        return peer;
    }

    private static void awaitRest(Collection<Peer> peers) {
        for (var peer : peers) Until.holds(() -> peer.connection().queue().heldBytes() == 0);
    }

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
