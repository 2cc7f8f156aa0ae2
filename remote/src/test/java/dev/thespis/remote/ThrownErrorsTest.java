package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.Observer;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of a connection on whose threads an `Error` is thrown: by a message, say, when it is made or read.
@Timeout(60)
@ParameterizedClass
@EnumSource
final class ThrownErrorsTest {
    private final Wire wire;
    private final Nursery nursery = Nursery.open("errors");
    private final Services fragile = Services.of(Fragile.class, nursery.spawn(Fragile.class, ThrownErrorsTest::actor));
    private final List<Peer> peers = new ArrayList<>();
    private Observer<PeerEvent> events;

    ThrownErrorsTest(Wire wire) {
        this.wire = wire;
    }

    /// What the sender has: the same messages, which throw nothing.
    @Namespace("fragile")
    public interface Sound {
        record Made(String text) implements Message<Sound, Integer> {}

        record Read(String text) implements Message<Sound, Integer> {}
    }

    /// Messages that throw an error if their text begins with a bang.
    @Namespace("fragile")
    public interface Fragile {
        /// When it is made.
        record Made(String text) implements Message<Fragile, Integer> {
            public Made {
                check(text);
            }
        }

        /// When it is read.
        record Read(String text) implements Message<Fragile, Integer> {
            @Override
            public String text() {
                check(text);
                return text;
            }
        }

        private static void check(String text) {
            if (text.startsWith("!")) throw new StackOverflowError("as asked");
        }
    }

    private static Handlers<Fragile> handlers() {
        return Handlers.of(Fragile.class)
                .on(Fragile.Made.class, made -> made.text().length())
                .on(Fragile.Read.class, read -> read.text().length());
    }

    private static dev.thespis.actor.Actor<Fragile> actor() {
        return ThrownErrorsTest::handlers;
    }

    private Peer link(Services services) throws IOException {
        var ends = wire.ends();
        peers.addFirst(Peer.accept(ends.get(0), PeerOptions.defaults(), self -> {
            events = self.events().observe();
            self.expose(services);
        }));
        peers.addFirst(Peer.connect(ends.get(1), PeerOptions.defaults(), self -> {}));
        return peers.getFirst();
    }

    @AfterEach
    void close() {
        peers.forEach(Peer::close);
        nursery.close();
    }

    private void assertThatItEnds(Peer serving) throws Exception {
        assertThat(Until.error(events, PeerError.TransportFailed.class).cause())
                .hasRootCauseInstanceOf(StackOverflowError.class);
        Until.event(events, PeerEvent.Closed.class);
        serving.join();
    }

    @Test
    void whereItIsReadEndTheConnectionWithAnEvent() throws Exception {
        var sound = link(fragile).address(Sound.class);
        assertThat(sound.call(new Sound.Made("fine"))).isEqualTo(4);

        assertLost(sound, new Sound.Made("!"));

        assertThatItEnds(peers.get(1));
    }

    @Test
    void whereALongMessageIsDecodedEndTheConnectionWithAnEvent() throws Exception {
        var sound = link(fragile).address(Sound.class);

        assertLost(sound, new Sound.Made("!".repeat(1 << 20)));

        assertThatItEnds(peers.get(1));
    }

    @Test
    void whereALongMessageIsDecodedTakesNoPlaceOfTheServer() throws Exception {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var server = TcpServer.listen(loopback, peer -> peer.expose(fragile));
                var client = Tcp.connect(loopback.getHostString(), server.port())) {
            assertLost(client.address(Sound.class), new Sound.Made("!".repeat(1 << 20)));

            Until.holds(() -> server.peers().isEmpty());
        }
    }

    @Test
    void whereALegacyPeerIsReadEndTheConnectionWithAnEvent() throws Exception {
        var ends = wire.ends();
        peers.add(Peer.accept(ends.get(0), PeerOptions.defaults(), self -> {
            events = self.events().observe();
            self.expose(fragile);
        }));
        try (var raw = new RawPeer(ends.get(1))) {
            raw.frame(ServiceId.of("fragile", "Made").value(), 0, RawPeer.hex(Sound.Made.class, new Sound.Made("!")));

            assertThatItEnds(peers.getFirst());
        }
    }

    @Test
    void whereAMessageIsSentOnFailThatOneOnly() throws Exception {
        var far = link(fragile).address(Fragile.class);
        var near = link(Services.of(Fragile.class, far)).address(Sound.class);

        assertThatThrownBy(() -> near.call(new Sound.Read("!")))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isInstanceOf(CallFailure.HandlerFailed.class));
        assertThat(Until.error(events, PeerError.HandlerFailed.class).cause()).isInstanceOf(StackOverflowError.class);
        assertThat(near.call(new Sound.Read("fine"))).isEqualTo(4);
    }

    private static void assertLost(Address<Sound> sound, Sound.Made message) {
        assertThatThrownBy(() -> sound.call(message))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isInstanceOf(CallFailure.ConnectionLost.class));
    }
}
