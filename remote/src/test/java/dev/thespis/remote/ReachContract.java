package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Club.Guest;
import dev.thespis.remote.Club.Visitor;
import dev.thespis.remote.Stage.Play;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Relays, services that come and go, and capabilities, all at once, whatever joins the peers.
@Timeout(60)
abstract class ReachContract {
    private static final int WINDOW = 8;
    private static final PeerOptions NARROW =
            PeerOptions.defaults().withLimits(Limits.defaults().withWindowMessages(WINDOW));

    private final Nursery nursery = Nursery.open("club");
    private final Stage stage = new Stage();
    private final Address<Club> door = nursery.spawn(Club.class, Club.Door::new);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Web.Link> links = new ArrayList<>();
    private Web web;

    abstract Web.Over over();

    @BeforeEach
    void open() {
        web = new Web(over());
    }

    @AfterEach
    void close() throws Exception {
        web.close();
        callers.shutdownNow();
        stage.close();
        nursery.close();
    }

    private Web.Link link(PeerOptions options, Consumer<Peer> setup) throws Exception {
        var link = web.link(options, setup, options);
        link.using().offered(Duration.ofSeconds(20));
        link.serving().offered(Duration.ofSeconds(20));
        links.add(link);
        return link;
    }

    /// One of many clients of the club, all behind relays of their own.
    private Peer client(int relays) throws Exception {
        var last = link(NARROW, self -> self.expose(Services.of(Club.class, door)));
        for (var n = 0; n < relays; n++) {
            var target = last.using();
            last = link(NARROW, self -> self.expose(Relay.everything().to(target)));
        }
        return last.using();
    }

    private void isEmpty(Peer peer) {
        var connection = peer.connection();
        Until.holds(() -> connection.intake().requests() == 0);
        Until.holds(() -> connection.outbox().pendingCalls() == 0);
        Until.holds(() -> connection.lanes().isEmpty());
        Until.holds(() -> connection.capabilities().count() == 0);
        Until.holds(() -> connection.holdings().count() == 0);
    }

    private void areEmpty() {
        for (var link : links)
            for (var peer : List.of(link.serving(), link.using())) {
                isEmpty(peer);
                if (peer.isOpen()) Until.holds(() -> peer.connection().outbox().hasAllCredit());
            }
    }

    /// Calls that are made at the same time, and what became of each.
    private final class Calls {
        private final ConcurrentLinkedQueue<Integer> replies = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<CallFailure> failures = new ConcurrentLinkedQueue<>();
        private final List<AtomicInteger> ended = new ArrayList<>();

        /// Half of them wait in their threads, the others for futures.
        void ask(Address<Guest> guest, int count) {
            for (var n = 0; n < count; n++) {
                var ends = new AtomicInteger();
                var number = ended.size();
                ended.add(ends);
                if (n % 2 == 0) callers.execute(() -> ask(guest, number, ends));
                else callers.execute(() -> askAsync(guest, number, ends));
            }
        }

        private void ask(Address<Guest> guest, int number, AtomicInteger ends) {
            try {
                replies.add(guest.call(new Guest.Ask(number)));
            } catch (CallException e) {
                failures.add(e.failure());
            } catch (InterruptedException e) {
                return; // the test is over
            }
            ends.incrementAndGet();
        }

        private void askAsync(Address<Guest> guest, int number, AtomicInteger ends) {
            try {
                CompletableFuture<Integer> call = guest.callAsync(new Guest.Ask(number));
                var unused = call.whenComplete((reply, problem) -> {
                    if (problem == null) replies.add(reply);
                    else failures.add(((CallException) problem).failure());
                    ends.incrementAndGet();
                });
            } catch (InterruptedException e) {
                return; // the test is over
            }
        }

        void haveEnded() {
            Until.holds(() -> replies.size() + failures.size() >= ended.size());
            assertThat(ended).allSatisfy(ends -> Until.holds(() -> ends.get() == 1));
            assertThat(replies.size() + failures.size()).isEqualTo(ended.size());
            assertThat(replies).doesNotHaveDuplicates();
        }
    }

    @Test
    void aCapabilityThatWasPassedThroughRelaysIsCalledUnderPressureAndRevokedMeanwhile() throws Exception {
        var clients = new ArrayList<Peer>();
        for (var n = 0; n < 5; n++) clients.add(client(2));
        var visitors = new ArrayList<Visitor>();
        for (var client : clients) {
            visitors.add(new Visitor(nursery));
            var shown = visitors.getLast().shown.address();
            client.address(Club.class).call(new Club.Enter("guest " + clients.indexOf(client), shown));
        }
        var asked = visitors.getFirst();
        var holders = new ArrayList<Address<Guest>>();
        for (var client : clients.subList(1, 5))
            holders.add(client.address(Club.class).call(new Club.Meet("guest 0")));
        var closed = holders.stream().map(Address::closed).toList();
        var calls = new Calls();

        for (var holder : holders) calls.ask(holder, 25);
        // the windows are full: on the way from each caller, and on the way to the one who is asked
        for (var client : clients.subList(1, 5))
            Until.holds(() -> client.connection().outbox().pendingCalls() == WINDOW);
        Until.holds(() -> clients.getFirst().connection().intake().requests() == WINDOW);
        asked.turns.release(5);
        Until.holds(() -> asked.answered.get() == 5 && asked.begun.get() == 6);
        asked.shown.revoke();
        for (var each : closed) each.get(20, TimeUnit.SECONDS);
        asked.turns.release(1_000);

        calls.haveEnded();
        assertThat(calls.replies).hasSize(asked.answered.get()).hasSizeGreaterThan(5);
        assertThat(calls.failures).isNotEmpty().allSatisfy(failure -> {
            assertThat(failure).isInstanceOfAny(CallFailure.ActorStopped.class, CallFailure.UnknownService.class);
            assertThat(failure.handled()).isEqualTo(Handled.NO);
        });
        assertThatThrownBy(() -> holders.getFirst().call(new Guest.Ask(0)))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.failure()).isInstanceOf(CallFailure.ActorStopped.class));
        // the others still know each other
        var other = clients.get(1).address(Club.class).call(new Club.Meet("guest 4"));
        assertThat(other.call(new Guest.Hear("hello"))).isEqualTo(5);

        Capability.release(other);
        holders.forEach(Capability::release);
        for (var n = 0; n < 5; n++) clients.get(n).address(Club.class).call(new Club.Leave("guest " + n));
        areEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aServiceIsWithdrawnWhileCallsThroughRelaysAreInFlight(int relays) throws Exception {
        var services = Services.of(Play.class, stage.spawn());
        var last = link(NARROW, self -> self.expose(services));
        var provider = last.serving();
        for (var n = 0; n < relays; n++) {
            var target = last.using();
            last = link(NARROW, self -> self.expose(Relay.offered().to(target)));
        }
        var consumer = last.using();
        var seen = consumer.events().observe();
        Address<Play> play = consumer.address(Play.class);
        assertThat(play.call(new Play.Add(1))).isEqualTo(1);
        CompletableFuture<Long> held = play.callAsync(new Play.Hold());
        Until.holds(() -> stage.blocked.get() == 1);
        var queued = new ArrayList<CompletableFuture<Long>>();
        for (var n = 0; n < WINDOW; n++) queued.add(play.callAsync(new Play.Add(1)));
        Until.holds(() -> provider.connection().intake().requests() == WINDOW + 1);
        var parked = callers.submit(() -> play.call(new Play.Add(100)));

        provider.withdraw(services);

        assertThat(Until.event(seen, PeerEvent.Withdrawn.class).services())
                .extracting(OfferedService::name)
                .contains("Add", "Hold", "Notes");
        assertThat(consumer.offered(Duration.ofSeconds(20))).isEmpty();
        isUnknown(play, new Play.Notes());
        assertThat(queued).noneMatch(CompletableFuture::isDone);
        stage.release.countDown();
        assertThat(held.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        for (var n = 0; n < WINDOW; n++)
            assertThat(queued.get(n).get(20, TimeUnit.SECONDS)).isEqualTo(n + 2);
        assertThatThrownBy(() -> parked.get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isInstanceOf(CallFailure.UnknownService.class));

        provider.expose(services);
        assertThat(Until.event(seen, PeerEvent.Offered.class).services())
                .hasSize(Play.class.getDeclaredClasses().length);
        assertThat(play.call(new Play.Add(0))).isEqualTo(1 + WINDOW);
        areEmpty();
    }

    private static void isUnknown(Address<Play> play, Play.Notes message) {
        assertThatThrownBy(() -> play.call(message))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isInstanceOf(CallFailure.UnknownService.class));
    }

    @Test
    void aServiceThatComesAndGoesUnderLoadHandlesWhatItAnswersAndNothingElse() throws Exception {
        var services = Services.of(Play.class, stage.spawn());
        var provider = link(NARROW, self -> self.expose(services));
        var between = link(NARROW, self -> self.expose(Relay.offered().to(provider.using())));
        var consumer = link(NARROW, self -> self.expose(Relay.offered().to(between.using())));
        Address<Play> play = consumer.using().address(Play.class);
        var done = new AtomicBoolean();
        var answered = new AtomicInteger();
        var others = new ConcurrentLinkedQueue<CallFailure>();
        var running = IntStream.range(0, 20)
                .mapToObj(n -> callers.submit(() -> {
                    while (!done.get()) {
                        try {
                            play.call(new Play.Add(1));
                            answered.incrementAndGet();
                        } catch (CallException e) {
                            others.add(e.failure());
                        }
                    }
                    return null;
                }))
                .toList();

        for (var n = 0; n < 30; n++) {
            var before = answered.get();
            Until.holds(() -> answered.get() > before);
            provider.serving().withdraw(services);
            var failed = others.size();
            Until.holds(() -> others.size() > failed);
            provider.serving().expose(services);
        }
        done.set(true);
        for (var task : running) task.get(20, TimeUnit.SECONDS);

        assertThat(others).allMatch(CallFailure.UnknownService.class::isInstance);
        Web.offers(consumer.using(), "Add");
        assertThat(play.call(new Play.Add(0))).isEqualTo(answered.get());
        areEmpty();
    }

    @Test
    void theTargetOfARelayGoesWhileCallsOfACapabilityThroughItAreInFlight() throws Exception {
        var relay = Relay.everything();
        var first = link(NARROW, self -> self.expose(Services.of(Club.class, door)));
        relay.to(first.using());
        var consumer = link(NARROW, self -> self.expose(relay)).using();
        var visitor = new Visitor(nursery);
        door.call(new Club.Enter("inside", visitor.shown.address()));
        Address<Club> club = consumer.address(Club.class);
        var met = club.call(new Club.Meet("inside"));
        var closed = met.closed();
        var calls = new Calls();
        calls.ask(met, 50);
        Until.holds(() -> consumer.connection().outbox().pendingCalls() == WINDOW);
        Until.holds(() -> first.serving().connection().intake().requests() == WINDOW);
        visitor.turns.release(3);
        Until.holds(() -> visitor.answered.get() == 3);

        first.serving().close();

        closed.get(20, TimeUnit.SECONDS);
        calls.haveEnded();
        assertThat(calls.replies.size()).isLessThanOrEqualTo(visitor.answered.get());
        assertThat(calls.failures)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfAny(
                                CallFailure.ConnectionLost.class,
                                CallFailure.HandlerFailed.class,
                                CallFailure.ActorStopped.class,
                                CallFailure.UnknownService.class));
        // at most what was in the windows may have been handled, all others certainly were not
        assertThat(calls.failures.stream().filter(failure -> failure.handled() == Handled.MAYBE))
                .hasSizeLessThanOrEqualTo(WINDOW);

        visitor.turns.release(1_000);
        relay.to(link(NARROW, self -> self.expose(Services.of(Club.class, door)))
                .using());
        var again = club.call(new Club.Meet("inside"));
        assertThat(again).isNotEqualTo(met);
        assertThat(again.call(new Guest.Hear("still here"))).isEqualTo(10);
        Capability.release(met);
        Capability.release(again);
        areEmpty();
    }
}
