package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.Observer;
import dev.thespis.remote.Stage.Play;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What holds for requests that pass through relays, whatever joins the peers.
@Timeout(60)
abstract class RelayContract {
    private final Stage stage = new Stage();
    private Web web;

    abstract Web.Over over();

    @BeforeEach
    void open() {
        web = new Web(over());
    }

    @AfterEach
    void close() throws Exception {
        web.close();
        stage.close();
    }

    private static CallFailure failure(CompletableFuture<?> call) {
        assertThatThrownBy(call::get).cause().isInstanceOf(CallException.class);
        return ((CallException) call.exceptionNow()).failure();
    }

    private static void isLost(CallFailure failure, Handled handled) {
        assertThat(failure).isInstanceOf(CallFailure.ConnectionLost.class);
        assertThat(failure.handled()).isEqualTo(handled);
        assertThat(failure.retryable()).isTrue();
    }

    /// The scenarios of the original's own tests.
    @Nested
    class OfTheOriginal {
        @Test
        void relayOnce() throws Exception {
            var play = web.chain(stage, 1).address(Play.class);

            assertThat(play.call(new Play.Add(5))).isEqualTo(5);
            assertThat(play.call(new Play.Add(5))).isEqualTo(10);
            play.send(new Play.Add(5));
            assertThat(play.call(new Play.Add(0))).isEqualTo(15);
        }

        @Test
        void relayMulti() throws Exception {
            var play = web.chain(stage, 4).address(Play.class);

            assertThat(play.call(new Play.Add(5))).isEqualTo(5);
            assertThat(play.call(new Play.Add(5))).isEqualTo(10);
        }

        @Test
        void relayUnknownService() throws Exception {
            var provider = web.link(stage::expose);
            var consumer = web.link(self -> self.expose(Relay.everything().to(provider.using())));

            assertThatThrownBy(() ->
                            consumer.using().service("nobody", "Knows").call(new byte[] {5}, Duration.ofSeconds(20)))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure()).isEqualTo(new CallFailure.UnknownService("nobody::Knows")));
            assertThat(consumer.using().address(Play.class).call(new Play.Add(1)))
                    .isEqualTo(1);
        }

        @Test
        void relayDisappeared() throws Exception {
            var provider = web.link(stage::expose);
            var relay = Relay.everything().to(provider.using());
            var happened = relay.events().observe();
            var consumer = web.link(self -> self.expose(relay));
            var seen = consumer.serving().events().observe();
            CompletableFuture<Long> waiting =
                    consumer.using().address(Play.class).callAsync(new Play.Block());
            Until.holds(() -> stage.blocked.get() == 1);

            provider.serving().close();

            isLost(failure(waiting), Handled.MAYBE);
            assertThat(happened.take(Duration.ofSeconds(20))).isEqualTo(new RelayEvent.TargetGone(provider.using()));
            assertThat(Until.event(seen, PeerEvent.TargetGone.class).target())
                    .isEqualTo(provider.using().name());
        }

        @Test
        void relayDisappearedMulti() throws Exception {
            var provider = web.link(stage::expose);
            var consumer = web.chain(provider, 4);
            var play = consumer.address(Play.class);
            assertThatThrownBy(() -> consumer.service("stage", "Add").call(new byte[] {3}, Duration.ofSeconds(20)))
                    .isInstanceOfSatisfying(CallException.class, e -> {
                        assertThat(e.failure()).isInstanceOf(CallFailure.Undecodable.class);
                        assertThat(e.failure().handled()).isEqualTo(Handled.NO);
                    });
            CompletableFuture<Long> waiting = play.callAsync(new Play.Block());
            Until.holds(() -> stage.blocked.get() == 1);

            provider.serving().close();

            isLost(failure(waiting), Handled.MAYBE);
            assertThatThrownBy(() -> play.call(new Play.Add(1)))
                    .isInstanceOfSatisfying(CallException.class, e -> isLost(e.failure(), Handled.NO));
        }

        @Test
        void callAndSendAfterTheProviderHasDisappeared() throws Exception {
            var provider = web.link(stage::expose);
            var relay = Relay.everything().to(provider.using());
            var consumer = web.link(self -> self.expose(relay));
            var seen = consumer.serving().events().observe();
            Address<Play> play = consumer.using().address(Play.class);
            play.call(new Play.Add(1));

            provider.serving().close();
            provider.using().join();

            assertThatThrownBy(() -> play.call(new Play.Add(1)))
                    .isInstanceOfSatisfying(CallException.class, e -> isLost(e.failure(), Handled.NO));
            play.send(new Play.Note(1));
            Until.error(seen, PeerError.NotHandled.class);
            assertThat(consumer.serving().isOpen()).isTrue();
        }

        @Test
        void relayErrorsSeveralRelaysDeep() throws Exception {
            var play = web.chain(stage, 3).address(Play.class);

            assertThatThrownBy(() -> play.call(new Play.Fail()))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure()).isEqualTo(new CallFailure.HandlerFailed("stage::Fail")))
                    .hasMessageNotContaining("secret");
            assertThat(play.call(new Play.Add(1))).isEqualTo(1);
        }

        @Test
        void relayErrorsOfAllKinds() throws Exception {
            var gone = Nursery.open("gone");
            var stopped =
                    Services.in("gone").add(Play.class, stage.spawnIn(gone)).build();
            gone.close();
            var refusing = Services.in("guarded").add(Play.class, stage.spawn()).build();
            try (var topic = Topic.of("news", List.of("Flash"))) {
                var provider = web.link(self -> {
                    stage.expose(self);
                    self.expose(stopped);
                    self.expose(refusing.guardedBy((caller, service, message) -> Gate.refuse("not today")));
                    self.expose(topic);
                });
                var consumer = web.chain(provider, 3);
                var deadline = Duration.ofSeconds(20);

                assertThat(failure(consumer.address(Play.class, "gone").callAsync(new Play.Add(1))))
                        .isEqualTo(new CallFailure.ActorStopped("gone::Add", Handled.NO));
                assertThat(failure(consumer.address(Play.class, "guarded").callAsync(new Play.Add(1))))
                        .isEqualTo(new CallFailure.Refused("guarded::Add", "not today"));
                assertThatThrownBy(() -> consumer.service("news", "Flash").call(new byte[] {5}, deadline))
                        .isInstanceOfSatisfying(
                                CallException.class,
                                e -> assertThat(e.failure()).isEqualTo(new CallFailure.NoCalls("news::Flash")));
            }
        }

        @Test
        void loadBalancing() throws Exception {
            var one = web.link(stage::expose).using();
            var other = web.link(stage::expose).using();
            Web.offers(one, "Add");
            Web.offers(other, "Add");
            var consumer = web.link(self -> self.expose(Relay.offered().to(one).to(other)));
            Web.offers(consumer.using(), "Add");
            Address<Play> play = consumer.using().address(Play.class);

            for (var n = 0; n < 2; n++) {
                play.call(new Play.Add(5));
                play.send(new Play.Add(5));
            }

            assertThat(List.of(play.call(new Play.Add(0)), play.call(new Play.Add(0))))
                    .containsExactly(10L, 10L);
        }

        @Test
        void debug() throws Exception {
            var provider = web.link(stage::expose).using();
            Web.offers(provider, "Add");
            var relay = Relay.offered().to(provider);

            assertThat(relay.toString())
                    .startsWith("Relay[Offered[] to [Peer[" + provider.name() + "]]: stage::")
                    .contains("stage::Add 0x");
            assertThat(Services.of(Play.class, stage.spawn(provider)).toString())
                    .startsWith("Services[stage::")
                    .contains("stage::Add 0x");
        }
    }

    @Nested
    class Order {
        @Test
        void ofOneSenderIsKeptThroughManyRelays() throws Exception {
            var play = web.chain(stage, 3).address(Play.class);

            for (var i = 0; i < 2_000; i++) {
                play.send(new Play.Note(i));
                if (i % 500 == 250) assertThat(play.call(new Play.Notes())).hasSize(i + 1);
            }

            assertThat(play.call(new Play.Notes()))
                    .isEqualTo(IntStream.range(0, 2_000).boxed().toList());
        }

        @Test
        void isKeptWhileTheProviderHoldsTheRelaysBackAndOthersLoadThem() throws Exception {
            var begin = web.chain(stage, 2);
            Address<Play> play = begin.address(Play.class);
            CompletableFuture<Long> held = play.callAsync(new Play.Hold());
            Until.holds(() -> stage.blocked.get() == 1);
            var tasks = new ArrayList<Callable<List<Integer>>>();
            for (var n = 0; n < 8; n++) {
                var base = n * 1_000;
                tasks.add(() -> {
                    for (var i = 0; i < 200; i++) play.send(new Play.Note(base + i));
                    play.call(new Play.Add(1));
                    return List.of();
                });
            }
            try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
                var running = tasks.stream().map(senders::submit).toList();
                Until.holds(() ->
                        stage.noted.get() == 0 && begin.connection().outbox().pendingCalls() > 0);
                stage.release.countDown();
                for (var task : running) task.get();
            }

            assertThat(held.get()).isZero();
            var notes = play.call(new Play.Notes());
            assertThat(notes).hasSize(1_600);
            for (var n = 0; n < 8; n++) {
                var base = n * 1_000;
                assertThat(notes.stream().filter(note -> note / 1_000 * 1_000 == base))
                        .isSorted();
            }
        }
    }

    @Test
    void answersManyCallersThroughManyRelays() throws Exception {
        var play = web.chain(stage, 2).address(Play.class);
        var tasks = new ArrayList<Callable<byte[]>>();
        for (var i = 0; i < 64; i++) {
            var bytes = new byte[] {(byte) i, 1, 2};
            tasks.add(() -> {
                for (var n = 0; n < 20; n++)
                    assertThat(play.call(new Play.Echo(bytes))).isEqualTo(bytes);
                return bytes;
            });
        }
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : callers.invokeAll(tasks)) assertThat(future.get()).hasSize(3);
        }
    }

    @Test
    void passesCancellationOn() throws Exception {
        Address<Play> play = web.chain(stage, 2).address(Play.class);
        CompletableFuture<Long> call = play.callAsync(new Play.Block());
        Until.holds(() -> stage.blocked.get() == 1);

        call.cancel(true);

        Until.holds(() -> stage.interrupted.get() == 1);
    }

    @Test
    void passesDeadlinesOn() throws Exception {
        Address<Play> play = web.chain(stage, 2).address(Play.class);

        assertThatThrownBy(() -> play.call(new Play.Block(), Duration.ofMillis(200)))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.failure()).isInstanceOf(CallFailure.Timeout.class));

        Until.holds(() -> stage.interrupted.get() == stage.blocked.get());
    }

    @Test
    void cancelsTheCallsOfAConsumerThatGoes() throws Exception {
        var provider = web.link(stage::expose).using();
        var consumer = web.link(self -> self.expose(Relay.everything().to(provider)));
        CompletableFuture<Long> call = consumer.using().address(Play.class).callAsync(new Play.Block());
        Until.holds(() -> stage.blocked.get() == 1);

        consumer.using().close();

        Until.holds(() -> stage.interrupted.get() == 1);
        Until.holds(() -> consumer.serving().connection().intake().requests() == 0);
        Until.holds(() -> provider.connection().outbox().pendingCalls() == 0);
        assertThat(call).isCompletedExceptionally();
    }

    @Test
    void carriesLargePayloads() throws Exception {
        var play = web.chain(stage, 2).address(Play.class);
        var bytes = new byte[3_000_000];
        bytes[2_999_999] = 7;

        assertThat(play.call(new Play.Echo(bytes))).isEqualTo(bytes);
    }

    @Test
    void passesCallsOfBothSidesAtOnce() throws Exception {
        var left = web.link(stage::expose);
        var right = web.link(stage::expose);
        left.using().expose(Relay.everything().to(right.using()));
        right.using().expose(Relay.everything().to(left.using()));
        var bytes = new byte[20_000];
        var calls = new ArrayList<Callable<byte[]>>();
        for (var n = 0; n < 400; n++) {
            var from = n % 2 == 0 ? left.serving() : right.serving();
            calls.add(() -> from.address(Play.class).call(new Play.Echo(bytes)));
        }

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var call : callers.invokeAll(calls)) assertThat(call.get()).isEqualTo(bytes);
        }
    }

    @Test
    void takesANewTargetWhileItRuns() throws Exception {
        var first = web.link(stage::expose);
        Web.offers(first.using(), "Add");
        var relay = Relay.offered().to(first.using());
        var consumer = web.link(self -> self.expose(relay));
        Web.offers(consumer.using(), "Add");
        Address<Play> play = consumer.using().address(Play.class);
        assertThat(play.call(new Play.Add(1))).isEqualTo(1);

        first.serving().close();
        Until.holds(() -> relay.targets().isEmpty());
        relay.to(web.link(stage::expose).using());

        // what was offered stays, so the consumer need not know when the new one has said what it offers
        assertThat(play.call(new Play.Add(4))).isEqualTo(4);
    }

    @Nested
    class Loops {
        private final List<Peer> ring = new ArrayList<>();
        private final List<Observer<PeerEvent>> seen = new ArrayList<>();

        /// Relays that pass everything on in a circle.
        private void circle(int relays) throws Exception {
            var links = new ArrayList<Web.Link>();
            for (var n = 0; n < relays; n++) links.add(web.link());
            for (var n = 0; n < relays; n++) {
                var next = links.get((n + 1) % relays).using();
                links.get(n).serving().expose(Relay.everything().to(next));
            }
            for (var link : links) {
                ring.add(link.using());
                seen.add(link.serving().events().observe());
                Web.offered(link.using());
                Web.offered(link.serving());
            }
        }

        private void isRefused() {
            assertThatThrownBy(() -> ring.getFirst().address(Play.class).call(new Play.Add(1)))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure())
                                    .isInstanceOfSatisfying(
                                            CallFailure.Refused.class,
                                            refused ->
                                                    assertThat(refused.reason()).contains("relays")));
        }

        @Test
        void ofTwoAreRefused() throws Exception {
            circle(2);
            isRefused();
        }

        @Test
        void ofThreeAreRefused() throws Exception {
            circle(3);
            isRefused();
        }

        @Test
        void ofSendsEndToo() throws Exception {
            circle(2);

            ring.getFirst().address(Play.class).send(new Play.Note(1));

            Until.holds(() -> seen.stream()
                    .flatMap(events -> events.poll().stream())
                    .anyMatch(event -> event instanceof PeerEvent.Failed failed
                            && failed.error() instanceof PeerError.Refused refused
                            && refused.reason().contains("relays")));
        }

        @Test
        void throughOnePeerAreRefusedWhenTheyAreMade() throws Exception {
            var link = web.link();

            assertThatThrownBy(() -> link.using().expose(Relay.everything().to(link.using())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("circles");
            var exposed = Relay.everything();
            link.using().expose(exposed);
            assertThatThrownBy(() -> exposed.to(link.using()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("circles");
        }
    }
}
