package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.remote.Stage.Play;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ServerTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    private static Peer connect(Server server) throws IOException {
        return Tcp.connect(InetAddress.getLoopbackAddress().getHostAddress(), server.port());
    }

    @Test
    void servesEachConnectionWithAPeerOfItsOwn() throws Exception {
        try (var server = TcpServer.listen(ANY, stage::expose);
                var one = connect(server);
                var other = connect(server)) {
            assertThat(one.address(Play.class).call(new Play.Add(5))).isEqualTo(5);
            assertThat(other.address(Play.class).call(new Play.Add(6))).isEqualTo(6);
            assertThat(server.peers()).hasSize(2);

            one.close("enough");

            Until.holds(() -> server.peers().size() == 1);
        }
    }

    @Test
    void closesConnectionsBeyondTheLimit() throws Exception {
        try (var server = TcpServer.listen(ANY, ServerOptions.defaults().withConnections(1), stage::expose)) {
            var events = server.events().observe();
            try (var one = connect(server)) {
                assertThat(one.address(Play.class).call(new Play.Add(5))).isEqualTo(5);
                try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                    assertThat(socket.getInputStream().read()).isEqualTo(-1);
                }
                ServerEvent event = events.take(Duration.ofSeconds(20));
                while (!(event instanceof ServerEvent.Refused)) event = events.take(Duration.ofSeconds(20));
                assertThat(((ServerEvent.Refused) event).limit()).isEqualTo(1);
                assertThat(server.stats()).isEqualTo(new ServerStats(1, 1, 1, 0));
            }
            Until.holds(() -> server.peers().isEmpty());
            try (var again = connect(server)) {
                assertThat(again.address(Play.class).call(new Play.Add(5))).isEqualTo(5);
            }
        }
    }

    @Test
    void outlivesASetupThatThrows() throws Exception {
        var failures = new ArrayList<RuntimeException>();
        failures.add(new IllegalStateException("not today"));
        try (var server = TcpServer.listen(ANY, peer -> {
            if (!failures.isEmpty()) throw failures.removeLast();
            stage.expose(peer);
        })) {
            try (var refused = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                assertThat(refused.getInputStream().read()).isEqualTo(-1);
            }
            try (var peer = connect(server)) {
                assertThat(peer.address(Play.class).call(new Play.Add(5))).isEqualTo(5);
                assertThat(server.stats()).isEqualTo(new ServerStats(1, 1, 0, 1));
            }
        }
    }

    @Test
    void closesItsPeersWithItself() throws Exception {
        var server = TcpServer.listen(ANY, stage::expose);
        try (var peer = connect(server)) {
            peer.address(Play.class).call(new Play.Add(5));

            server.close();

            assertThat(peer.join(Duration.ofSeconds(20))).isTrue();
            server.join();
            assertThatThrownBy(() -> connect(server))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("can't connect to 127.0.0.1:" + server.port());
        }
    }

    @Test
    void saysWhereItCantListen() throws Exception {
        try (var server = TcpServer.listen(ANY, stage::expose)) {
            var taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());

            assertThatThrownBy(() -> TcpServer.listen(taken, stage::expose))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(":" + server.port());
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        try (var server = TcpServer.listen(ANY, stage::expose)) {
            for (var i = 0; i < 20; i++) {
                try (var peer = connect(server)) {
                    peer.address(Play.class).call(new Play.Add(i));
                }
            }
        }
        Until.holds(() -> Threads.named("thespis-reader", "thespis-writer", "thespis-ending", "thespis-acceptor")
                .isEmpty());
    }

    @Test
    void handlesSendsOfAPeerThatClosesRightAfter() throws Exception {
        try (var server = TcpServer.listen(ANY, stage::expose)) {
            for (var round = 1; round <= 10; round++) {
                try (var peer = connect(server)) {
                    var play = peer.address(Play.class);
                    for (var i = 0; i < 1_000; i++) play.send(new Play.Note(i));
                }
                var expected = round * 1_000;
                Until.holds(() -> stage.noted.get() == expected);
            }
        }
    }
}
