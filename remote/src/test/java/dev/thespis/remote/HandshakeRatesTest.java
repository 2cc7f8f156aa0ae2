package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Observer;
import dev.thespis.remote.HandshakeRates.Entry;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.tls.HandshakeException;
import dev.thespis.remote.tls.HandshakeException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How often strangers may make a server shake hands.
@Timeout(60)
final class HandshakeRatesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long SECOND = 1_000_000_000;
    private static final ServerOptions DEFAULTS = ServerOptions.defaults();

    private final Stage stage = new Stage();

    @AfterEach
    void end() {
        stage.close();
    }

    @Nested
    class Counting {
        private final HandshakeRates rates =
                new HandshakeRates(DEFAULTS.withHandshakes(3).withHandshakesPerAddress(2), 0);

        @Test
        void beginsAnewEachSecond() {
            assertThat(rates.enter("a", 0)).isEqualTo(Entry.IN);
            assertThat(rates.enter("a", SECOND - 1)).isEqualTo(Entry.IN);
            assertThat(rates.enter("a", SECOND - 1)).isEqualTo(Entry.TOO_MANY_FROM_ADDRESS);
            assertThat(rates.enter("a", SECOND)).isEqualTo(Entry.IN);
            assertThat(rates.enter("a", SECOND)).isEqualTo(Entry.IN);
            assertThat(rates.enter("a", SECOND + 1)).isEqualTo(Entry.TOO_MANY_FROM_ADDRESS);
        }

        @Test
        void leavesToOthersWhatOneAddressMayNotHave() {
            for (var n = 0; n < 2; n++) assertThat(rates.enter("a", n)).isEqualTo(Entry.IN);
            for (var n = 0; n < 9; n++) assertThat(rates.enter("a", n)).isEqualTo(Entry.TOO_MANY_FROM_ADDRESS);
            assertThat(rates.enter("b", 10)).isEqualTo(Entry.IN);
            assertThat(rates.enter("c", 11)).isEqualTo(Entry.TOO_MANY);
            assertThat(rates.enter("a", 12)).isEqualTo(Entry.TOO_MANY_FROM_ADDRESS);
        }

        @Test
        void countsThoseTogetherThatNobodyCanTellApart() {
            for (var n = 0; n < 3; n++) assertThat(rates.enter("", n)).isEqualTo(Entry.IN);
            assertThat(rates.enter("", 3)).isEqualTo(Entry.TOO_MANY);
        }
    }

    @Test
    void areChecked() {
        assertThatThrownBy(() -> DEFAULTS.withHandshakes(0)).hasMessage("handshakes=0, must be from 1 to 1000000");
        assertThatThrownBy(() -> DEFAULTS.withHandshakesPerAddress(1_000_001))
                .hasMessage("handshakesPerAddress=1000001, must be from 1 to 1000000");
    }

    /// Until the second is over in which there were too many.
    private static Peer connectAtLast(Connecting connecting) throws IOException {
        while (true) {
            try {
                return connecting.connect();
            } catch (HandshakeException e) {
                assertThat(e.reason()).isIn(Reason.CLOSED, Reason.FAILED);
            }
        }
    }

    private interface Connecting {
        Peer connect() throws IOException;
    }

    private static <T extends ServerEvent> T next(Observer<ServerEvent> events, Class<T> type)
            throws InterruptedException, TimeoutException {
        while (true) {
            var event = events.take(LONG);
            if (type.isInstance(event)) return type.cast(event);
        }
    }

    @Test
    void ofOneAddressAreLimitedAndOthersGetThrough() throws Exception {
        var listener = new MemoryListener();
        var options = DEFAULTS.withTls(Trust.server()).withHandshakesPerAddress(1);
        try (var server = new Server(listener, options, stage::expose)) {
            var events = server.events().observe();
            for (var n = 0; n < 50; n++) listener.connect("10.0.0.1");
            assertThat(next(events, ServerEvent.HandshakeRefusedAddress.class).limit())
                    .isEqualTo(1);
            try (var good = connectAtLast(() -> connect(listener, "10.0.0.2"));
                    var later = connectAtLast(() -> connect(listener, "10.0.0.1"))) {
                assertThat(good.address(Play.class).call(new Play.Add(3))).isEqualTo(3);
                assertThat(later.address(Play.class).call(new Play.Add(3))).isEqualTo(3);
            }
            assertThat(server.stats().refused()).isPositive();
        }
    }

    private static Peer connect(MemoryListener listener, String address) throws IOException {
        var stream = Trust.client().connect(listener.connect(address), "localhost", LONG);
        return Peer.connect(stream, PeerOptions.defaults(), self -> {});
    }

    @Test
    void inAllAreLimitedOverTcp() throws Exception {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var options = DEFAULTS.withTls(Trust.server()).withHandshakes(1);
        try (var server = TcpServer.listen(any, options, stage::expose)) {
            var events = server.events().observe();
            var target = new InetSocketAddress(any.getAddress(), server.port());
            try (var first = connectAtLast(() -> connect(target))) {
                var refused = false;
                while (!refused) { // two fall into one second, sooner or later
                    var sockets = new Socket[10];
                    for (var n = 0; n < sockets.length; n++)
                        sockets[n] = new Socket(target.getAddress(), target.getPort());
                    for (var socket : sockets) socket.close();
                    refused = server.stats().refused() > 0;
                }
                assertThat(next(events, ServerEvent.HandshakeRefused.class).limit())
                        .isEqualTo(1);
                assertThat(first.address(Play.class).call(new Play.Add(3))).isEqualTo(3);
            }
            try (var later = connectAtLast(() -> connect(target))) {
                assertThat(later.address(Play.class).call(new Play.Add(3))).isEqualTo(3);
            }
        }
    }

    private static Peer connect(InetSocketAddress target) throws IOException {
        return Tcp.connect(target, Trust.client(), PeerOptions.defaults(), self -> {});
    }

    @Test
    void doNotHoldForPlainText() throws Exception {
        var listener = new MemoryListener();
        var options = DEFAULTS.withHandshakes(1).withHandshakesPerAddress(1);
        try (var server = new Server(listener, options, stage::expose)) {
            for (var n = 1; n <= 5; n++) {
                try (var peer = Peer.connect(listener.connect("10.0.0.1"), PeerOptions.defaults(), self -> {})) {
                    assertThat(peer.address(Play.class).call(new Play.Add(n))).isEqualTo(n);
                }
            }
            assertThat(server.stats().refused()).isZero();
        }
    }
}
