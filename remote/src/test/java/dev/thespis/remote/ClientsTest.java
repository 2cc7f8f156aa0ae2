package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.remote.transport.Duplex;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whom a server recognises, with a clock of the test's.
@Timeout(60)
final class ClientsTest {
    private static final Attributes.Key<String> NAME = Attributes.Key.of("name", "nobody");

    private final AtomicLong nanos = new AtomicLong();
    private final List<Peer> peers = new ArrayList<>();
    private Clients clients = new Clients(Returning.defaults(), nanos::get);

    private record Named(String getName) implements Principal {
        @Override
        public String getName() {
            return getName;
        }
    }

    /// A stream whose other end is somebody.
    private record Authenticated(Duplex stream, Principal principal) implements Duplex {
        @Override
        public int read(ByteBuffer target) throws IOException {
            return stream.read(target);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return stream.write(source);
        }

        @Override
        public void shutdownOutput() throws IOException {
            stream.shutdownOutput();
        }

        @Override
        public String remote() {
            return stream.remote();
        }

        @Override
        public boolean isOpen() {
            return stream.isOpen();
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    private Peer peer(String principal) {
        var stream = new Authenticated(Transports.memory().getFirst(), new Named(principal));
        var limits = Limits.defaults().withFlush(Duration.ofMillis(50)); // nobody reads what is said at the end
        var peer = Peer.accept(stream, PeerOptions.defaults().withLimits(limits), self -> {});
        peers.add(peer);
        return peer;
    }

    private int arrives(Peer peer, String incarnation) {
        return clients.arrived(peer, new RemoteInfo.Greeted(1, incarnation, "test", "1", 1024));
    }

    private void leaves(Peer peer) throws Exception {
        peer.connection().duplex().close();
        peer.join();
    }

    @AfterEach
    void close() {
        peers.forEach(Peer::close);
    }

    @Test
    void recogniseOneThatIsConnectedOrWas() throws Exception {
        var first = peer("Ada");
        first.attributes().set(NAME, "one");
        assertThat(arrives(first, "a")).isEqualTo(1);
        var second = peer("Ada");
        assertThat(arrives(second, "a")).isEqualTo(2);
        assertThat(second.earlier().get(NAME)).isEqualTo("one");
        second.attributes().set(NAME, "two");
        second.earlier().set(NAME, "three");
        assertThat(first.attributes().get(NAME)).isEqualTo("one"); // that connection is still open
        leaves(first); // an older one, which is not the client's any more
        leaves(second);
        var third = peer("Ada");
        assertThat(arrives(third, "a")).isEqualTo(3);
        assertThat(third.earlier().get(NAME)).isEqualTo("two");
        assertThat(clients.size()).isEqualTo(1);
    }

    @Test
    void doNotMistakeOneForAnother() {
        var first = peer("Ada");
        first.attributes().set(NAME, "one");
        arrives(first, "a");
        var otherIncarnation = peer("Ada");
        assertThat(arrives(otherIncarnation, "b")).isEqualTo(1);
        var otherPrincipal = peer("Eve");
        assertThat(arrives(otherPrincipal, "a")).isEqualTo(1);
        assertThat(otherPrincipal.earlier().get(NAME)).isEqualTo("nobody");
    }

    @Test
    void forgetThoseThatLeftFirstBeyondTheLimit() throws Exception {
        clients = new Clients(Returning.defaults().withRemembered(2), nanos::get);
        for (var name : List.of("a", "b", "c")) {
            var peer = peer("Ada");
            arrives(peer, name);
            leaves(peer);
        }
        assertThat(clients.size()).isEqualTo(2);
        assertThat(arrives(peer("Ada"), "c")).isEqualTo(2);
        assertThat(arrives(peer("Ada"), "b")).isEqualTo(2);
        assertThat(arrives(peer("Ada"), "a")).isEqualTo(1);
    }

    @Test
    void forgetThoseThatHaveBeenAwayTooLong() throws Exception {
        clients = new Clients(Returning.defaults().withLongest(Duration.ofMinutes(1)), nanos::get);
        var peer = peer("Ada");
        arrives(peer, "a");
        leaves(peer);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        var back = peer("Ada");
        assertThat(arrives(back, "a")).isEqualTo(2);
        leaves(back);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos() + 1);
        assertThat(arrives(peer("Ada"), "b")).isEqualTo(1);
        assertThat(clients.size()).isEqualTo(1);
        assertThat(arrives(peer("Ada"), "a")).isEqualTo(1);
    }

    @Test
    void closeWhatAReturningClientHasStillIfAskedTo() throws Exception {
        clients = new Clients(Returning.defaults().withBefore(Returning.Before.CLOSE), nanos::get);
        var first = peer("Ada");
        arrives(first, "a");
        var second = peer("Ada");
        arrives(second, "a");
        first.join();
        assertThat(second.isOpen()).isTrue();
        assertThat(arrives(peer("Ada"), "a")).isEqualTo(3);
        second.join();
    }
}
