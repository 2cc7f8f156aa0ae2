package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.ObserveOptions;
import dev.thespis.actor.Observer;
import dev.thespis.remote.transport.Duplex;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many connections that want to cost a server much.
@Timeout(120)
final class HostileServerTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration LONG = Duration.ofSeconds(60);

    /// Waits for nobody when it closes.
    private static final Limits HASTY = Limits.defaults().withFlush(Duration.ofMillis(50));

    /// The contract.
    @Namespace("gate")
    interface Gate {
        /// Holds the actor up until the test lets it go.
        record Hold() implements Message<Gate, Void> {}

        record Ask() implements Message<Gate, Integer> {}
    }

    private final Nursery nursery = Nursery.open("gate");
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicInteger held = new AtomicInteger();
    private final Address<Gate> gate = nursery.spawn(Gate.class, Keeper::new);

    private final class Keeper implements Actor<Gate> {
        @Override
        public Handlers<Gate> handlers() {
            return Handlers.of(Gate.class)
                    .run(Gate.Hold.class, hold -> {
                        held.incrementAndGet();
                        go.await();
                    })
                    .on(Gate.Ask.class, ask -> held.get());
        }
    }

    @AfterEach
    void end() {
        go.countDown();
        nursery.close();
    }

    private void expose(Peer peer) {
        peer.expose(Services.of(Gate.class, gate));
    }

    private static ServerOptions options(Limits limits) {
        return ServerOptions.defaults().withPeers(PeerOptions.defaults().withLimits(limits));
    }

    private static <T extends ServerEvent> T next(Observer<ServerEvent> events, Class<T> type)
            throws InterruptedException, TimeoutException {
        while (true) {
            var event = events.take(LONG);
            if (type.isInstance(event)) return type.cast(event);
        }
    }

    /// In memory, since each would need two of the files that a process may open.
    @Test
    void tenThousandConnectionsThatSayNothingHarmNobody() throws Exception {
        var silent = new ArrayList<Duplex>();
        var listener = new MemoryListener();
        var limits = HASTY.withFirstFrame(LONG.multipliedBy(10));
        try (var server = new Server(listener, options(limits), this::expose)) {
            var events = server.events()
                    .observe(ObserveOptions.<ServerEvent>defaults().withCapacity(20_000));
            try (var good = Peer.connect(listener.connect("good"), PeerOptions.defaults(), peer -> {})) {
                var address = good.address(Gate.class);
                var before = usedBytes();

                for (var n = 0; n < 9_999; n++) {
                    silent.add(listener.connect("bad"));
                    if (n % 100 == 0)
                        assertThat(address.call(new Gate.Ask(), Duration.ofSeconds(20)))
                                .isZero();
                }
                Until.holds(() -> server.peers().size() == 10_000);
                // measured: 11 KiB, with the pair of rings that stands for the sockets
                assertThat((usedBytes() - before) / silent.size()).isLessThan(24 * 1024);
                listener.connect("late");

                assertThat(next(events, ServerEvent.Refused.class).limit()).isEqualTo(10_000);
                assertThat(address.call(new Gate.Ask())).isZero();
            }
        }
        Until.holds(() -> Threads.named("thespis-reader", "thespis-writer", "thespis-ending", "thespis-acceptor")
                .isEmpty());
    }

    @Test
    void connectionsThatSayNothingAreCutOff() throws Exception {
        var listener = new MemoryListener();
        var limits = Limits.defaults().withFirstFrame(Duration.ofMillis(50));
        try (var server = new Server(listener, options(limits), this::expose);
                var good = Peer.connect(listener.connect(""), PeerOptions.defaults(), peer -> {})) {
            assertThat(good.address(Gate.class).call(new Gate.Ask())).isZero();
            for (var n = 0; n < 500; n++) listener.connect("");

            Until.holds(() -> server.peers().size() == 1);

            assertThat(good.address(Gate.class).call(new Gate.Ask())).isZero();
        }
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void limitsConnectionsFromOneAddress() throws Exception {
        var listener = new MemoryListener();
        try (var server = new Server(listener, options(HASTY).withConnectionsPerAddress(2), this::expose)) {
            var events = server.events().observe();
            var first = listener.connect("10.0.0.1");
            listener.connect("10.0.0.1");
            listener.connect("10.0.0.1");

            assertThat(next(events, ServerEvent.RefusedAddress.class).limit()).isEqualTo(2);
            assertThat(server.peers()).hasSize(2);
            try (var other = Peer.connect(listener.connect("10.0.0.2"), PeerOptions.defaults(), peer -> {})) {
                assertThat(other.address(Gate.class).call(new Gate.Ask())).isZero();
            }
            first.close();
            Until.holds(() -> server.peers().size() == 1);
            try (var again = Peer.connect(listener.connect("10.0.0.1"), PeerOptions.defaults(), peer -> {})) {
                assertThat(again.address(Gate.class).call(new Gate.Ask())).isZero();
            }
        }
    }

    @Test
    void limitsConnectionsFromOneAddressOverTcp() throws Exception {
        try (var server = TcpServer.listen(ANY, ServerOptions.defaults().withConnectionsPerAddress(1), this::expose)) {
            var events = server.events().observe();
            try (var first = Tcp.connect(ANY.getAddress().getHostAddress(), server.port());
                    var second = new Socket(ANY.getAddress(), server.port())) {
                assertThat(first.address(Gate.class).call(new Gate.Ask())).isZero();
                assertThat(second.getInputStream().read()).isEqualTo(-1);
                assertThat(next(events, ServerEvent.RefusedAddress.class).remote())
                        .isEqualTo("127.0.0.1:" + second.getLocalPort());
            }
        }
    }

    /// Sends that have arrived are handled although their connection has ended; so it counts until they are.
    @Test
    void cantBeMadeToHoldMoreByConnectingAgainAndAgain() throws Exception {
        var listener = new MemoryListener();
        try (var server = new Server(listener, ServerOptions.defaults().withConnections(3), this::expose)) {
            var events = server.events().observe();
            for (var n = 0; n < 3; n++) {
                try (var peer = Peer.connect(listener.connect(""), PeerOptions.defaults(), self -> {})) {
                    for (var i = 0; i < 10; i++) peer.address(Gate.class).send(new Gate.Hold());
                }
            }

            listener.connect("");

            next(events, ServerEvent.Refused.class);
            go.countDown();
            Until.holds(() -> held.get() == 30);
            Until.holds(() -> server.peers().isEmpty());
            try (var peer = Peer.connect(listener.connect(""), PeerOptions.defaults(), self -> {})) {
                assertThat(peer.address(Gate.class).call(new Gate.Ask())).isEqualTo(30);
            }
        }
    }

    @Test
    void forgetsAConnectionWhoseSetupThrows() throws Exception {
        var listener = new MemoryListener();
        try (var server = new Server(listener, ServerOptions.defaults().withConnections(1), peer -> {
            throw new IllegalStateException("not today");
        })) {
            var events = server.events().observe();
            for (var n = 0; n < 3; n++) {
                listener.connect("");
                next(events, ServerEvent.AcceptFailed.class);
            }
            assertThat(server.peers()).isEmpty();
        }
    }
}
