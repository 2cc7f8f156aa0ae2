package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Observer;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.transport.Transports;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/// Two peers, each with a [Stage], and what the tests of pressure and endings do with them.
abstract class JoinedPeers {
    static final Duration LONG = Duration.ofSeconds(20);

    final Stage here = new Stage();
    final Stage there = new Stage();
    Peer peer;
    Peer other;
    Address<Play> play;
    Observer<PeerEvent> events;
    private final Over over;
    private @Nullable Server server;

    /// What two peers are joined by.
    enum Over {
        MEMORY,
        TCP,
        TLS
    }

    JoinedPeers(Over over) {
        this.over = over;
    }

    void open(Limits near, Limits far) throws Exception {
        var options = PeerOptions.defaults();
        connect(options.withLimits(near), options.withLimits(far));
        play = peer.address(Play.class);
        assertThat(peer.offered(LONG)).isNotEmpty();
        assertThat(other.offered(LONG)).isNotEmpty();
    }

    /// The other side lets so many messages of a service be unfinished.
    void openWithWindowOf(int messages) throws Exception {
        open(Limits.defaults(), Limits.defaults().withWindowMessages(messages));
    }

    void connect(PeerOptions near, PeerOptions far) throws Exception {
        switch (over) {
            case MEMORY -> {
                var ends = Transports.memory();
                other = Peer.accept(ends.get(1), far, there::expose);
                peer = Peer.connect(ends.get(0), near, this::setUp);
            }
            case TCP, TLS -> {
                var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
                var accepted = new CompletableFuture<Peer>();
                server = TcpServer.listen(loopback, options(far), fresh -> {
                    there.expose(fresh);
                    accepted.complete(fresh);
                });
                var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
                peer = over == Over.TCP
                        ? Tcp.connect(address, near, this::setUp)
                        : Tcp.connect(address, Trust.mutualClient(), near, this::setUp);
                other = accepted.get();
            }
        }
    }

    private ServerOptions options(PeerOptions far) {
        var options = ServerOptions.defaults().withPeers(far);
        return over == Over.TLS ? options.withTls(Trust.mutualServer()) : options;
    }

    void setUp(Peer fresh) {
        events = fresh.events().observe();
        here.expose(fresh);
    }

    @AfterEach
    void shut() {
        here.release.countDown();
        there.release.countDown();
        peer.close();
        here.close();
        other.close();
        if (server != null) server.close();
        there.close();
    }

    static Thread start(Callable<?> body) {
        return Thread.ofVirtual().start(() -> {
            try {
                body.call();
            } catch (CallException | SendException | InterruptedException e) {
                // how some of these tests end it
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    static void awaitParked(Thread thread) {
        Until.holds(() -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    Thread startSend(Play.Note note) {
        return start(() -> {
            play.send(note);
            return note;
        });
    }

    /// What was written before has been read by the other side when this returns.
    void roundTrip() throws Exception {
        peer.ping(LONG);
    }

    static CallFailure failure(CompletableFuture<?> call) throws Exception {
        try {
            call.get(20, TimeUnit.SECONDS);
            throw new AssertionError("the call succeeded");
        } catch (ExecutionException e) {
            return ((CallException) e.getCause()).failure();
        }
    }
}
