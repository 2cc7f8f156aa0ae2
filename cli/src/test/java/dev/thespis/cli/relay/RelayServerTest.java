package dev.thespis.cli.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Backoff;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.cli.dial.Dial;
import dev.thespis.cli.json.Json;
import dev.thespis.cli.reference.ReferenceServer;
import dev.thespis.cli.relay.RelayServer.Connections;
import dev.thespis.cli.terminal.Target;
import dev.thespis.remote.Choice;
import dev.thespis.remote.Limits;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Relay;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Relays and servers in this process.
@Timeout(120)
final class RelayServerTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) open.pop().close();
    }

    /// What a relay tells.
    private static final class Told implements Watch {
        final BlockingQueue<Health> health = new LinkedBlockingQueue<>();
        final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();

        @Override
        public void follow(Peer peer) {
            peers.add(peer);
        }

        @Override
        public void report(Health now) {
            health.add(now);
        }

        /// What was told up to something.
        List<Health> until(Predicate<Health> last) throws InterruptedException {
            var all = new ArrayList<Health>();
            do all.add(health.take());
            while (!last.test(all.getLast()));
            return all;
        }
    }

    private RelayServer relay(int port, Told told, Target... targets) throws IOException, InterruptedException {
        var plan = new RelayServer.Plan(
                List.of(targets),
                new Dial.Plainly(),
                new Relay.Scope.Everything(),
                Choice.roundRobin(),
                Connections.OWN,
                Duration.ofSeconds(30),
                new Backoff(Duration.ofMillis(10), Duration.ofMillis(100)));
        var relay = RelayServer.listen(plan, new InetSocketAddress(HERE, port), ServerOptions.defaults(), told);
        open.push(relay);
        return relay;
    }

    private ReferenceServer serve(int port) throws IOException {
        var server = ReferenceServer.listen(new InetSocketAddress(HERE, port), peer -> {});
        open.push(server);
        return server;
    }

    private Peer client(RelayServer relay) throws IOException {
        var client = Tcp.connect("127.0.0.1", target(relay).port());
        open.push(client);
        return client;
    }

    private static Target target(RelayServer relay) {
        return Target.parse(relay.local());
    }

    private static Target target(ReferenceServer server) {
        return Target.parse(server.local());
    }

    private static Target here(int port) {
        return new Target("127.0.0.1", port);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, HERE)) {
            return socket.getLocalPort();
        }
    }

    private static String add(Peer client, int n) throws InterruptedException {
        return Json.reply(client.service("remotes", "Add").call(Json.payload(Integer.toString(n)), LONG));
    }

    /// Whether a call has a reply; without a target, it is certainly not handled.
    private static boolean isAnswered(Peer client) throws InterruptedException {
        try {
            add(client, 1);
            return true;
        } catch (CallException e) {
            assertThat(e.failure()).isInstanceOf(CallFailure.ConnectionLost.class);
            return false;
        }
    }

    private static void callUntilAllAreAnswered(Peer client, int inARow) throws InterruptedException {
        for (var answered = 0; answered < inARow; ) answered = isAnswered(client) ? answered + 1 : 0;
    }

    @Nested
    final class Loops {
        /// Far more than there are, and far less than there would soon be.
        private static final int MANY = 20;

        private void endBeforeTheyClose(RelayServer first, Told... all) throws Exception {
            for (var told : all) told.until(Health.Loop.class::isInstance);

            try {
                add(client(first), 1);
            } catch (CallException e) {
                assertThat(e.failure())
                        .isInstanceOfAny(CallFailure.ConnectionLost.class, CallFailure.UnknownService.class);
            }

            for (var told : all) assertThat(told.peers).hasSizeLessThan(MANY);
        }

        @Test
        void ofARelayToItselfEndBeforeTheyClose() throws Exception {
            var port = freePort();
            var told = new Told();

            endBeforeTheyClose(relay(port, told, new Target("localhost", port)), told);
        }

        @Test
        void ofTwoRelaysEndBeforeTheyClose() throws Exception {
            var port = freePort();
            var told = Stream.generate(Told::new).limit(2).toArray(Told[]::new);
            var second = relay(0, told[1], here(port));

            endBeforeTheyClose(relay(port, told[0], target(second)), told);
        }

        @Test
        void ofThreeRelaysEndBeforeTheyClose() throws Exception {
            var port = freePort();
            var told = Stream.generate(Told::new).limit(3).toArray(Told[]::new);
            var third = relay(0, told[2], here(port));
            var second = relay(0, told[1], target(third));

            endBeforeTheyClose(relay(port, told[0], target(second)), told);
        }

        @Test
        void doNotKeepRequestsFromServersThatAreReachedBesides() throws Exception {
            var port = freePort();
            var told = Stream.generate(Told::new).limit(2).toArray(Told[]::new);
            var server = target(serve(0));
            var first = relay(0, told[0], here(port), server);
            var second = relay(port, told[1], target(first));
            for (var one : told) one.until(Health.Loop.class::isInstance);

            for (var relay : List.of(first, second))
                for (var answered = 0; answered < 10; ) answered = isAnswered(client(relay)) ? answered + 1 : 0;
        }
    }

    @Nested
    final class Hung {
        /// One whose system takes connections, and who never does anything about them.
        private ServerSocket hung() throws IOException {
            var server = new ServerSocket(0, 50, HERE);
            open.push(server);
            return server;
        }

        @Test
        void targetIsToldAndNotUsed() throws Exception {
            var hung = here(hung().getLocalPort());
            var told = new Told();
            var relay = relay(0, told, hung, target(serve(0)));

            for (var n = 1; n <= 4; n++) assertThat(add(client(relay), 1)).isEqualTo(Integer.toString(n));

            assertThat(told.until(new Health.Unreachable(hung, "it accepts connections, and says nothing")::equals))
                    .doesNotHaveAnyElementsOfTypes(Health.Gone.class)
                    .filteredOn(Health.Connected.class::isInstance)
                    .hasSize(1);
        }

        /// Says what it is, and reads nothing.
        @Test
        void targetThatAnswersNoPingIsTold() throws Exception {
            var server = hung();
            var ended = new CountDownLatch(1);
            open.push(ended::countDown);
            Thread.ofVirtual().start(() -> {
                try {
                    var socket = server.accept();
                    var stream = Transports.streams(silent(ended), socket.getOutputStream(), "frozen");
                    var patient = Limits.defaults().withFirstFrame(LONG);
                    open.push(Peer.accept(stream, PeerOptions.defaults().withLimits(patient), peer -> {}));
                } catch (IOException e) {
                    // the test has failed elsewhere
                }
            });
            var target = here(server.getLocalPort());
            var told = new Told();

            relay(0, told, target);

            assertThat(told.until(Health.Silent.class::isInstance).getLast())
                    .isEqualTo(new Health.Silent(target, Duration.ofSeconds(5)));
        }

        private static InputStream silent(CountDownLatch ended) {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    try {
                        ended.await();
                        return -1;
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }

                @Override
                public int read(byte[] bytes, int from, int count) throws IOException {
                    return read();
                }

                @Override
                public void close() {
                    ended.countDown();
                }
            };
        }

        /// A target that answers on the first connection only, which shows how it is.
        private Target half(CountDownLatch second) throws IOException {
            var server = hung();
            Thread.ofVirtual().start(() -> {
                try {
                    open.push(Peer.accept(Transports.socket(server.accept()), PeerOptions.defaults(), peer -> {}));
                    open.push(server.accept());
                    second.countDown();
                } catch (IOException e) {
                    // the test has failed elsewhere
                }
            });
            return here(server.getLocalPort());
        }

        private RelayServer connected(Told told, Target half) throws Exception {
            var relay = relay(0, told, half, target(serve(0)));
            told.until(health ->
                    health instanceof Health.Connected now && now.target().equals(half));
            return relay;
        }

        @Test
        void connectionToATargetHoldsUpNobody() throws Exception {
            var relay = connected(new Told(), half(new CountDownLatch(1)));

            for (var n = 1; n <= 4; n++) assertThat(add(client(relay), 1)).isEqualTo(Integer.toString(n));
        }

        @Test
        void connectionToATargetIsWaitedForWhenTheRelayIsClosed() throws Exception {
            var told = new Told();
            var second = new CountDownLatch(1);
            var relay = connected(told, half(second));
            add(client(relay), 1);
            second.await();

            relay.close();

            for (var peer : told.peers)
                assertThat(peer.join(Duration.ZERO)).as(peer.name()).isTrue();
        }
    }

    @Nested
    final class SeveralTargets {
        /// A client whose two connections to the targets have said what those offer. Until the second one has, all goes
        /// to the first.
        private Peer heardClient(RelayServer relay, Told told) throws Exception {
            var client = client(relay);
            awaitAnswers(told, 3);
            return client;
        }

        /// Waits until the next peers that the relay has told of have answered, which they do after they have offered.
        private static void awaitAnswers(Told told, int peers) throws Exception {
            for (var n = 0; n < peers; n++) told.peers.take().ping(LONG);
        }

        @Test
        void areUsedByTurnsByClientsWithOneRequestEach() throws Exception {
            var told = new Told();
            var relay = relay(0, told, target(serve(0)), target(serve(0)));
            awaitAnswers(told, 2);

            assertThat(List.of(add(heardClient(relay, told), 5), add(heardClient(relay, told), 5)))
                    .containsExactly("5", "5");
        }

        @Test
        void areLeftOutWhileTheyAreGoneAndUsedByTheSameClientWhenTheyAreBack() throws Exception {
            var told = new Told();
            var first = serve(0);
            var relay = relay(0, told, target(first), target(serve(0)));
            awaitAnswers(told, 2);
            var client = heardClient(relay, told);
            assertThat(List.of(add(client, 5), add(client, 5))).containsExactly("5", "5");

            first.close();
            told.until(Health.Gone.class::isInstance);
            callUntilAllAreAnswered(client, 10);
            var again = serve(first.port());
            told.until(Health.Connected.class::isInstance);

            while (again.peers().stream()
                            .mapToLong(peer -> peer.stats().received().calls())
                            .sum()
                    == 0) callUntilAllAreAnswered(client, 2);
        }
    }
}
