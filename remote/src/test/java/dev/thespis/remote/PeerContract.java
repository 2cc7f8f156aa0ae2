package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Stage.Play;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What holds between two peers, whatever they talk over.
@Timeout(60)
abstract class PeerContract {
    private final Stage own = new Stage();
    private Peer peer;
    private Address<Play> play;

    /// Connects to a server that exposes a new [Stage] on each connection.
    abstract Peer connect(PeerOptions options, Consumer<Peer> setup) throws Exception;

    abstract void stop() throws Exception;

    @BeforeEach
    void open() throws Exception {
        peer = connect(PeerOptions.defaults(), own::expose);
        play = peer.address(Play.class);
    }

    @AfterEach
    void shut() throws Exception {
        peer.close();
        own.close();
        stop();
    }

    @Test
    void answersCalls() throws Exception {
        assertThat(play.call(new Play.Add(5))).isEqualTo(5);
        assertThat(play.call(new Play.Add(6))).isEqualTo(11);
    }

    @Test
    void handlesSendsAndCallsInTheOrderOfSending() throws Exception {
        for (var i = 0; i < 2_000; i++) {
            play.send(new Play.Note(i));
            if (i % 500 == 250) assertThat(play.call(new Play.Notes())).hasSize(i + 1);
        }

        assertThat(play.call(new Play.Notes()))
                .isEqualTo(IntStream.range(0, 2_000).boxed().toList());
    }

    @Test
    void answersManyCallersAtOnce() throws Exception {
        var tasks = new ArrayList<Callable<byte[]>>();
        for (var i = 0; i < 64; i++) {
            var bytes = new byte[] {(byte) i, 1, 2};
            tasks.add(() -> {
                for (var n = 0; n < 50; n++)
                    assertThat(play.call(new Play.Echo(bytes))).isEqualTo(bytes);
                return bytes;
            });
        }
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : callers.invokeAll(tasks)) assertThat(future.get()).hasSize(3);
        }
    }

    @Test
    void goesOnSendingAndReceivingWhileACallWaits() throws Exception {
        CompletableFuture<Long> waiting = play.callAsync(new Play.Block());

        play.send(new Play.Note(1));
        assertThat(play.call(new Play.Add(3))).isEqualTo(3);
        assertThat(waiting).isNotDone();
        play.call(new Play.Release());

        assertThat(waiting.get()).isEqualTo(3);
    }

    @Test
    void carriesLargePayloadsBothWays() throws Exception {
        var bytes = new byte[3_000_000];
        for (var i = 0; i < bytes.length; i++) bytes[i] = (byte) (i * 31);

        assertThat(play.call(new Play.Echo(bytes))).isEqualTo(bytes);
    }

    @Test
    void givesLargeBuffersUpWhenWhatIsWrittenGetsSmall() throws Exception {
        play.call(new Play.Echo(new byte[1 << 20]));

        for (var i = 0; i < 200; i++) play.call(new Play.Add(1));

        Until.holds(() -> peer.connection().queue().heldBytes() < 8 * 1024);
    }

    @Test
    void callsBothWays() throws Exception {
        assertThat(play.call(new Play.CallBack(7))).isEqualTo(7);
        assertThat(play.call(new Play.CallBack(8))).isEqualTo(15);
    }

    @Test
    void tellsTheCallerThatTheHandlerFailedAndNothingElse() throws Exception {
        assertThatThrownBy(() -> play.call(new Play.Fail()))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isEqualTo(new CallFailure.HandlerFailed("stage::Fail")))
                .hasMessageNotContaining("secret");
        assertThat(play.call(new Play.Add(1))).isEqualTo(1);
    }

    @Test
    void refusesRequestsAfterClose() throws Exception {
        play.call(new Play.Add(1));
        var events = peer.events().observe();

        peer.close();

        assertThat(peer.isOpen()).isFalse();
        Until.event(events, PeerEvent.Closed.class);
        assertThatThrownBy(() -> play.call(new Play.Add(1)))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isInstanceOfSatisfying(CallFailure.ConnectionLost.class, lost -> {
                            assertThat(lost.handled()).isEqualTo(CallFailure.Handled.NO);
                            assertThat(lost.reason()).contains("closed by this side");
                        }));
        assertThat(play.callAsync(new Play.Add(1)))
                .isCompletedExceptionally()
                .satisfies(future -> assertThat(future.exceptionNow()).isInstanceOf(CallException.class));
        assertThatThrownBy(() -> play.send(new Play.Note(1))).isInstanceOf(SendException.class);
        assertThatThrownBy(() -> play.trySend(new Play.Note(1))).isInstanceOf(SendException.class);
    }

    @Test
    void failsCallsThatWaitWhenTheOtherSideCloses() throws Exception {
        var events = peer.events().observe();
        CompletableFuture<Long> waiting = play.callAsync(new Play.Block());

        play.send(new Play.Leave());

        assertThatThrownBy(waiting::get)
                .hasCauseInstanceOf(CallException.class)
                .cause()
                .satisfies(e -> assertThat(((CallException) e).failure())
                        .isInstanceOfSatisfying(
                                CallFailure.ConnectionLost.class,
                                lost -> assertThat(lost.handled()).isEqualTo(CallFailure.Handled.MAYBE)));
        assertThat(Until.event(events, PeerEvent.Leaving.class).reason()).isEqualTo("as asked");
        Until.event(events, PeerEvent.ClosedByRemote.class);
        Until.event(events, PeerEvent.Closed.class);
        peer.join();
    }

    @Test
    void measuresTheRoundTrip() throws Exception {
        assertThat(peer.ping(java.time.Duration.ofSeconds(20))).isPositive();
    }

    @Test
    void learnsWhatTheOtherSideIsAndOffers() throws Exception {
        var wait = java.time.Duration.ofSeconds(20);

        assertThat(peer.remote(wait)).isInstanceOf(RemoteInfo.Greeted.class);
        assertThat(peer.offered(wait)).extracting(OfferedService::namespace).containsOnly("stage");
        assertThat(peer.offered(wait)).extracting(OfferedService::name).contains("Add", "Notes");
    }

    @Test
    void equalAddressesLeadToTheSamePlace() {
        assertThat(peer.address(Play.class)).isEqualTo(play).hasSameHashCodeAs(play);
        assertThat(peer.address(Play.class).id()).isEqualTo(play.id());
        assertThat(peer.address(Play.class, "elsewhere")).isNotEqualTo(play);
        assertThat(List.of(play.name())).allMatch(name -> name.startsWith("stage@"));
    }
}
