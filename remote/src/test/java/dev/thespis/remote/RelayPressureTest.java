package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.remote.Stage.Play;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A slow provider holds its consumers back through relays, which hold no more than their windows.
@Timeout(60)
final class RelayPressureTest {
    private static final int WINDOW = 8;
    private static final PeerOptions NARROW =
            PeerOptions.defaults().withLimits(Limits.defaults().withWindowMessages(WINDOW));

    private final Stage stage = new Stage();
    private final List<Web.Link> hops = new ArrayList<>();
    private Web web = new Web(Web.Over.MEMORY);

    @AfterEach
    void close() throws Exception {
        web.close();
        stage.close();
    }

    /// A provider, two relays, and the peer at their beginning.
    private Address<Play> open(Web.Over over) throws Exception {
        web = new Web(over);
        hops.add(web.link(NARROW, stage::expose, PeerOptions.defaults()));
        for (var n = 0; n < 2; n++) {
            var target = hops.getLast().using();
            Web.offers(target, "Notes");
            hops.add(web.link(NARROW, self -> self.expose(Relay.offered().to(target)), PeerOptions.defaults()));
        }
        Web.offers(hops.getLast().using(), "Notes");
        return hops.getLast().using().address(Play.class);
    }

    private void hold(Address<Play> play) throws Exception {
        CompletableFuture<Long> held = play.callAsync(new Play.Hold());
        Until.holds(() -> stage.blocked.get() == 1);
        assertThat(held).isNotDone();
    }

    private void areEmpty() {
        for (var hop : hops) {
            Until.holds(() -> hop.serving().connection().intake().requests() == 0);
            Until.holds(() -> hop.using().connection().outbox().pendingCalls() == 0);
            Until.holds(() -> hop.using().connection().lanes().isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource(Web.Over.class)
    void reachesTheSenderHopByHopAndLeavesNothingBehind(Web.Over over) throws Exception {
        var play = open(over);
        hold(play);

        var accepted = 0;
        // it has come to rest when each hop has as much as it may have, but for credit that is not worth a frame yet
        while (accepted < 3 * WINDOW - 2 * WINDOW / 4) if (play.trySend(new Play.Note(accepted))) accepted++;
        for (var n = 0; n < 10_000; n++) if (play.trySend(new Play.Note(accepted))) accepted++;

        assertThat(accepted).isLessThanOrEqualTo(3 * WINDOW);
        for (var hop : hops)
            // the windows of notes, and of the call that holds the actor
            assertThat(hop.serving().connection().intake().requests()).isLessThanOrEqualTo(WINDOW + 1);
        assertThat(stage.noted).hasValue(0);
        stage.release.countDown();
        assertThat(play.call(new Play.Notes()))
                .isEqualTo(IntStream.range(0, accepted).boxed().toList());
        areEmpty();
    }

    @ParameterizedTest
    @EnumSource(Web.Over.class)
    void isToldAtTheRelayAndEndsWhenTheProviderGoesOn(Web.Over over) throws Exception {
        var play = open(over);
        var seen = hops.getFirst().using().events().observe();
        hold(play);

        for (var n = 0; n < WINDOW + 1; n++) play.send(new Play.Note(n));

        Until.event(seen, PeerEvent.CreditExhausted.class);
        stage.release.countDown();
        Until.event(seen, PeerEvent.CreditRestored.class);
        assertThat(play.call(new Play.Notes())).hasSize(WINDOW + 1);
    }

    @ParameterizedTest
    @EnumSource(Web.Over.class)
    void countsForTheDeadlineOfCallsWhereverTheyWait(Web.Over over) throws Exception {
        var play = open(over);
        hold(play);
        var calls = new ArrayList<Callable<CallFailure>>();
        for (var n = 0; n < 4 * WINDOW; n++)
            calls.add(() -> {
                try {
                    play.call(new Play.Add(1), Duration.ofMillis(500));
                    return new CallFailure.HandlerFailed("it was answered");
                } catch (CallException e) {
                    return e.failure();
                }
            });

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var call : callers.invokeAll(calls)) assertThat(call.get()).isInstanceOf(CallFailure.Timeout.class);
        }

        // each hop has read the cancels of those that are there: their remaining time counts from when they came
        for (var hop : hops.reversed()) hop.using().ping(Duration.ofSeconds(20));
        stage.release.countDown();
        assertThat(play.call(new Play.Add(0))).isZero();
        areEmpty();
    }

    @ParameterizedTest
    @EnumSource(Web.Over.class)
    void ofOneNamespaceDoesNotHoldAnotherUp(Web.Over over) throws Exception {
        web = new Web(over);
        var free = Services.in("free").add(Play.class, stage.spawn()).build();
        var provider = web.link(
                NARROW,
                self -> {
                    stage.expose(self);
                    self.expose(free);
                },
                PeerOptions.defaults());
        Web.offers(provider.using(), "Notes");
        var relay = Relay.offered().to(provider.using());
        var consumer = web.link(NARROW, self -> self.expose(relay), PeerOptions.defaults());
        Web.offers(consumer.using(), "Notes");
        Address<Play> held = consumer.using().address(Play.class);
        hold(held);
        for (var n = 0; n < WINDOW + 2; n++) held.send(new Play.Note(n));
        Until.holds(() -> !provider.using().connection().lanes().isEmpty());

        assertThat(consumer.using().address(Play.class, "free").call(new Play.Add(3)))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Web.Over.class)
    void inBothDirectionsAtOnceStallsNobody(Web.Over over) throws Exception {
        web = new Web(over);
        var left = web.link(NARROW, stage::expose, NARROW);
        var right = web.link(NARROW, stage::expose, NARROW);
        left.using().expose(Relay.everything().to(right.using()));
        right.using().expose(Relay.everything().to(left.using()));
        var bytes = new byte[100_000];
        var calls = new ArrayList<Callable<Integer>>();
        for (var n = 0; n < 100; n++) {
            var from = n % 2 == 0 ? left.serving() : right.serving();
            calls.add(() -> {
                var play = from.address(Play.class);
                for (var i = 0; i < 10; i++) play.send(new Play.Note(i));
                return play.call(new Play.Echo(bytes)).length;
            });
        }

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var call : callers.invokeAll(calls)) assertThat(call.get()).isEqualTo(bytes.length);
        }
        Until.holds(() -> stage.noted.get() == 1_000);
    }
}
