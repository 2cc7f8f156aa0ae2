package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Stage.Play;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Connects, calls and cuts, many at once; then everything is counted that could have been left behind.
@Timeout(120)
final class StormTest {
    private static final int ROUNDS = 10;
    private static final int CLIENTS = 8;

    private final ConcurrentLinkedQueue<Peer> peers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger outcomes = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void ofConnectsCallsAndCutsLeavesNothingBehind() throws Exception {
        var permits = Permits.shared(16);
        var options = PeerOptions.defaults()
                .withPermits(permits)
                .withLimits(Limits.defaults().withWindowMessages(4).withFlush(Duration.ofMillis(100)));
        var loopback = InetAddress.getLoopbackAddress();
        try (var stage = new Stage()) {
            try (var server = TcpServer.listen(
                            new InetSocketAddress(loopback, 0),
                            ServerOptions.defaults().withPeers(options),
                            peer -> {
                                peers.add(peer);
                                stage.expose(peer);
                            });
                    var clients = Executors.newVirtualThreadPerTaskExecutor()) {
                var storms = new ArrayList<Future<Integer>>();
                for (var i = 0; i < CLIENTS; i++) {
                    var client = i;
                    storms.add(clients.submit(() -> {
                        for (var round = 0; round < ROUNDS; round++) storm(server.port(), options, client + round);
                        return client;
                    }));
                }
                for (var storm : storms) storm.get();
            }
            assertThat(outcomes).hasValue(asked.get());
            assertThat(peers).hasSize(2 * CLIENTS * ROUNDS);
            assertNothingIsLeft(permits);
            Until.holds(() -> stage.blocked.get() == stage.interrupted.get());
        }
    }

    /// Some calls that end, some that are cancelled, one that times out, some that are cut off, and senders that wait
    /// for credit; then the end in one of four ways.
    private void storm(int port, PeerOptions options, int way) throws Exception {
        var peer = Tcp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), options, peers::add);
        Address<Play> play = peer.address(Play.class);
        var running = new ArrayList<Future<?>>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 4; i++) running.add(callers.submit(() -> outcome(() -> play.call(new Play.Add(1)))));
            for (var i = 0; i < 6; i++) running.add(callers.submit(() -> outcome(() -> play.call(new Play.Block()))));
            for (var i = 0; i < 6; i++) running.add(callers.submit(() -> outcome(() -> play.send(new Play.Note(1)))));
            running.add(callers.submit(() -> outcome(() -> play.call(new Play.Block(), Duration.ofMillis(5)))));
            running.add(callers.submit(
                    () -> outcome(() -> play.callAsync(new Play.Block()).cancel(true))));
            outcome(() -> play.call(new Play.Add(1)));
            switch (way % 4) {
                case 0 -> peer.close();
                case 1 -> peer.connection().duplex().close();
                case 2 -> peer.connection().duplex().shutdownOutput();
                default -> play.send(new Play.Leave());
            }
            if (way % 4 == 2) peer.close();
            for (var each : running) each.get();
        }
        peer.close();
    }

    private interface Action {
        void run() throws Exception;
    }

    private Void outcome(Action action) throws Exception {
        asked.incrementAndGet();
        try {
            action.run();
        } catch (CallException | SendException e) {
            // as good as any other outcome
        }
        outcomes.incrementAndGet();
        return null;
    }

    private void assertNothingIsLeft(Permits permits) throws Exception {
        for (var peer : peers) {
            peer.join();
            var connection = peer.connection();
            assertThat(connection.outbox().pendingCalls()).isZero();
            assertThat(connection.queue().heldBytes()).isZero();
            Until.holds(() -> connection.intake().requests() == 0);
            assertThat(connection.watch().isIdle()).isTrue();
        }
        Until.holds(() -> permits.free() == permits.count());
        Until.holds(() -> ours().isEmpty());
    }

    /// Threads of the connections that are gone, and the timer's, which lives a second longer than the last connection.
    private static List<String> ours() {
        return Threads.named(
                "thespis-reader-",
                "thespis-writer-",
                "thespis-ending-",
                "thespis-acceptor-",
                "thespis-late",
                "thespis-forwarder",
                "thespis-timer");
    }
}
