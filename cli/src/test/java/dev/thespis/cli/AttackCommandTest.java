package dev.thespis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Observer;
import dev.thespis.cli.attack.Attack;
import dev.thespis.cli.attack.Siege;
import dev.thespis.cli.dial.Dial;
import dev.thespis.cli.reference.ReferenceServer;
import dev.thespis.cli.terminal.ExitCode;
import dev.thespis.remote.Limits;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerError;
import dev.thespis.remote.PeerEvent;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.TcpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every attack against a server in this process, whose limits are reached soon.
@Timeout(120)
final class AttackCommandTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Limits HASTY = Limits.defaults()
            .withReplyBytes(1 << 20)
            .withFirstFrame(Duration.ofSeconds(3))
            .withFrameTime(Duration.ofSeconds(3))
            .withFlush(Duration.ofMillis(200));

    /// What the server tells of each.
    private static final Map<String, Class<? extends PeerError>> EVENTS = Map.ofEntries(
            Map.entry("never-reads", PeerError.Unread.class),
            Map.entry("ignores-credit", PeerError.ProtocolViolation.class),
            Map.entry("credit-overflow", PeerError.ProtocolViolation.class),
            Map.entry("lengths", PeerError.CorruptStream.class),
            Map.entry("half-frames", PeerError.FirstFrameTimeout.class),
            Map.entry("unknown-services", PeerError.UnknownService.class),
            Map.entry("capability-guesses", PeerError.UnknownService.class),
            Map.entry("unasked-replies", PeerError.UnexpectedReply.class),
            Map.entry("cancel-storm", PeerError.ProtocolViolation.class),
            Map.entry("ping-flood", PeerError.ProtocolViolation.class),
            Map.entry("map-headers", PeerError.UndecodableRequest.class),
            Map.entry("half-handshakes", PeerError.CorruptStream.class),
            Map.entry("silent-connections", PeerError.FirstFrameTimeout.class));

    /// A peer of the server's.
    private record Watched(Peer peer, Observer<PeerEvent> events) {}

    private final Queue<Watched> watched = new ConcurrentLinkedQueue<>();
    private ReferenceServer server;

    @BeforeEach
    void listen() throws IOException {
        var options = ServerOptions.defaults().withPeers(PeerOptions.defaults().withLimits(HASTY));
        server = ReferenceServer.listen(
                ANY,
                options,
                peer -> watched.add(new Watched(peer, peer.events().observe())));
    }

    @AfterEach
    void close() {
        server.close();
    }

    static Iterable<String> attacks() {
        return Attack.all().stream().map(Attack::name).toList();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void harmsNobodyIsToldAndLeavesNothingBehind(String name) throws Exception {
        var attack = Attack.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();

        var outcome = new Siege(
                        new InetSocketAddress(ANY.getAddress(), server.port()),
                        new Dial.Plainly(),
                        Duration.ofSeconds(8),
                        500)
                .run(attack);

        assertThat(outcome.verdict()).as(outcome.toString()).isEqualTo(Siege.Verdict.PASSED);
        for (var one : watched) assertThat(one.peer().join(LONG)).isTrue();
        assertThat(watched).anyMatch(one -> has(one.events(), EVENTS.get(name)));
    }

    private static boolean has(Observer<PeerEvent> events, Class<? extends PeerError> error) {
        try {
            while (true) {
                if (events.take(LONG) instanceof PeerEvent.Failed failed && error.isInstance(failed.error()))
                    return true;
            }
        } catch (NoSuchElementException e) { // the connection has ended
            return false;
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void printsALineForEachAttackAndTheSum() {
        var run =
                Run.of("attack", server.local(), "--attack", "lengths", "--attack", "map-headers", "--connections=10");

        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.out().lines().toList()).hasSize(3).satisfies(lines -> {
            assertThat(lines.get(0)).startsWith("ok    lengths: ").contains("cut off after 144 bytes", "others: ");
            assertThat(lines.get(1)).startsWith("ok    map-headers: ").contains("answered 104 times with an error");
            assertThat(lines.get(2)).isEqualTo("2 passed, 0 failed");
        });
    }

    @Test
    void printsJson() {
        var run = Run.of("attack", server.local(), "--attack", "lengths", "--json");

        assertThat(run.out()).startsWith("[{").contains("\"attack\":\"lengths\"", "\"verdict\":\"PASSED\"");
    }

    @Test
    void failsIfOthersAreNotAnswered() throws Exception {
        try (var other = TcpServer.listen(ANY, peer -> {})) {
            var run = Run.of("attack", other.local(), "--attack", "lengths");

            assertThat(run.code()).isEqualTo(ExitCode.FAILED.number());
            assertThat(run.out()).contains("FAIL  lengths: ", "others FAILED: ", "0 passed, 1 failed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:7000, --seconds=1, is not a loopback address; attack only servers of your own",
        "127.0.0.1:7000, --attack=kindness, there is no attack 'kindness'; there are never-reads",
        "127.0.0.1:7000, --connections=0, --connections=0; it must be from 1 to 100000"
    })
    void refusesWhatItShouldNotDo(String target, String option, String why) {
        var run = Run.of("attack", target, option);

        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.errLines()).singleElement().asString().contains(why);
    }
}
