package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.transport.Transports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Requests that pass through one relay or several.
@Timeout(60)
final class RelayTest {
    private final List<Peer> peers = new ArrayList<>();
    private final Stage stage = new Stage();

    /// Two peers that are connected: the one whose services are used, and the one who uses them.
    private record Link(Peer serving, Peer using) {}

    private Link link() {
        var ends = Transports.memory();
        var link = new Link(
                Peer.accept(ends.get(0), PeerOptions.defaults(), self -> {}),
                Peer.connect(ends.get(1), PeerOptions.defaults(), self -> {}));
        peers.add(link.serving);
        peers.add(link.using);
        return link;
    }

    /// A chain of relays to a new stage, and the peer at its beginning.
    private Peer chain(int relays) throws InterruptedException {
        var provider = link();
        stage.expose(provider.serving);
        var last = provider.using;
        for (var i = 0; i < relays; i++) {
            last.offered(Duration.ofSeconds(20));
            var next = link();
            next.serving.expose(Relay.offered().to(last));
            last = next.using;
        }
        Until.holds(() -> {
            try {
                return !peers.getLast().offered(Duration.ofSeconds(20)).isEmpty();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        return last;
    }

    @AfterEach
    void close() {
        peers.forEach(Peer::close);
        stage.close();
    }

    @Test
    void passesCallsAndSendsInOrderThroughManyHops() throws Exception {
        var play = chain(3).address(Play.class);

        for (var i = 0; i < 2_000; i++) {
            play.send(new Play.Note(i));
            if (i % 500 == 250) assertThat(play.call(new Play.Notes())).hasSize(i + 1);
        }

        assertThat(play.call(new Play.Notes()))
                .isEqualTo(IntStream.range(0, 2_000).boxed().toList());
    }

    @Test
    void passesErrorsBackAsTheyAre() throws Exception {
        var play = chain(2).address(Play.class);

        assertThatThrownBy(() -> play.call(new Play.Fail()))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isEqualTo(new CallFailure.HandlerFailed("stage::Fail")));
        assertThat(play.call(new Play.Add(1))).isEqualTo(1);
    }

    @Test
    void passesCancellationOn() throws Exception {
        Address<Play> play = chain(2).address(Play.class);
        CompletableFuture<Long> call = play.callAsync(new Play.Block());
        Until.holds(() -> stage.blocked.get() == 1);

        call.cancel(true);

        Until.holds(() -> stage.interrupted.get() == 1);
    }

    @Test
    void carriesLargePayloads() throws Exception {
        var play = chain(2).address(Play.class);
        var bytes = new byte[3_000_000];
        bytes[2_999_999] = 7;

        assertThat(play.call(new Play.Echo(bytes))).isEqualTo(bytes);
    }

    @Test
    void failsCallsWhenTheTargetGoesAndTakesANewOne() throws Exception {
        var provider = link();
        stage.expose(provider.serving);
        provider.using.offered(Duration.ofSeconds(20));
        var relay = Relay.offered().to(provider.using);
        var consumer = link();
        consumer.serving.expose(relay);
        Address<Play> play = consumer.using.address(Play.class);
        CompletableFuture<Long> waiting = play.callAsync(new Play.Block());
        Until.holds(() -> stage.blocked.get() == 1);

        provider.serving.close();

        assertThatThrownBy(waiting::get).cause().isInstanceOf(CallException.class);
        Until.holds(() -> relay.targets().isEmpty());
        assertThatThrownBy(() -> play.call(new Play.Add(1)))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isInstanceOf(CallFailure.ConnectionLost.class));
        var another = link();
        stage.expose(another.serving);
        another.using.offered(Duration.ofSeconds(20));
        relay.to(another.using);
        assertThat(play.call(new Play.Add(4))).isEqualTo(4);
    }

    @Test
    void refusesAForwardingLoop() throws Exception {
        var there = link();
        var back = link();
        there.serving.expose(Relay.everything().to(back.using));
        back.serving.expose(Relay.everything().to(there.using));
        there.using.remote(Duration.ofSeconds(20));
        back.using.remote(Duration.ofSeconds(20));

        assertThatThrownBy(() -> there.using.address(Play.class).call(new Play.Add(1)))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.failure()).isInstanceOf(CallFailure.Refused.class));
    }
}
