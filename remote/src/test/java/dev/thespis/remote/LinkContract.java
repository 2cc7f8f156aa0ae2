package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.ConnectionLost;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.CallFailure.Timeout;
import dev.thespis.actor.SendException;
import dev.thespis.remote.transport.Connector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a link promises about requests, over one transport.
abstract class LinkContract extends LinkStage {
    private static final Duration SHORT = Duration.ofMillis(50);

    LinkContract(Site.Over over) {
        super(over);
    }

    @Test
    void keepsItsAddressesOverConnections() throws Exception {
        open(QUICK);
        assertThat(bank.call(new Bank.Pay(1))).isEqualTo(1);
        assertThat(event(LinkEvent.Connected.class).endpoint()).isEqualTo("north");
        north.cut();
        assertThat(event(LinkEvent.Disconnected.class).reason()).isNotBlank();
        event(LinkEvent.Connected.class);
        assertThat(bank.call(new Bank.Pay(2))).isEqualTo(2);
        north.restart();
        assertThat(bank.call(new Bank.Pay(3))).isEqualTo(3);
        assertThat(bank.closed()).isNotDone();
    }

    @Test
    void callsInFlightFailMaybeHandledIfNothingElseIsSaid() throws Exception {
        open(QUICK);
        var async = bank.callAsync(new Bank.LookSlowly(1));
        var blocking = inThread(() -> bank.call(new Bank.LookSlowly(2)));
        Until.holds(() -> books.slow.get() == 2);
        north.cut();
        for (var call : List.of(async, blocking))
            assertThat(failure(call))
                    .isInstanceOfSatisfying(
                            ConnectionLost.class,
                            lost -> assertThat(lost.handled()).isEqualTo(Handled.MAYBE));
        link.peer(LONG);
        assertThat(books.slow).hasValue(2);
    }

    @Test
    void idempotentCallsInFlightAreTriedAgain() throws Exception {
        open(RETRYING);
        var async = bank.callAsync(new Bank.LookSlowly(1));
        var blocking = inThread(() -> bank.call(new Bank.LookSlowly(2)));
        Until.holds(() -> books.slow.get() == 2);
        north.cut();
        Until.holds(() -> books.slow.get() == 4);
        north.restart();
        Until.holds(() -> books.slow.get() == 6);
        books.closing.countDown();
        assertThat(reply(async)).isEqualTo(1);
        assertThat(reply(blocking)).isEqualTo(2);
        assertThat(books.count(1)).isEqualTo(3);
        assertThat(books.count(2)).isEqualTo(3);
        assertThat(event(LinkEvent.Retrying.class))
                .isEqualTo(new LinkEvent.Retrying("bank::LookSlowly", 2, Handled.MAYBE));
    }

    @Test
    void aCallThatIsTriedAgainStaysInItsTrace() throws Exception {
        var near = new Tracer();
        var there = new Tracer();
        north.options = north.options.withPeers(north.options.peers().withTracing(there));
        open(RETRYING.withPeers(RETRYING.peers().withTracing(near)));
        var async = bank.callAsync(new Bank.LookSlowly(1));
        for (var attempt = 1; attempt <= 3; attempt++) {
            var handled = attempt;
            Until.holds(() -> books.slow.get() == handled);
            if (attempt < 3) north.cut();
        }
        books.closing.countDown();
        assertThat(reply(async)).isEqualTo(1);
        assertThat(there.notes())
                .filteredOn(note -> note.startsWith("handling"))
                .containsExactlyElementsOf(Collections.nCopies(3, "handling bank::LookSlowly from 0000000000000001"));
        assertThat(near.notes()).containsExactly("sending bank::LookSlowly", "failed bank::LookSlowly CallException");
    }

    @Test
    void otherCallsInFlightAreNeverTriedAgain() throws Exception {
        open(RETRYING);
        var async = bank.callAsync(new Bank.PaySlowly(1));
        var blocking = inThread(() -> bank.call(new Bank.PaySlowly(2)));
        Until.holds(() -> books.slow.get() == 2);
        north.cut();
        assertThat(failure(async).handled()).isEqualTo(Handled.MAYBE);
        assertThat(failure(blocking).handled()).isEqualTo(Handled.MAYBE);
        bank.call(new Bank.Pay(3));
        assertThat(books.count(1)).isEqualTo(1);
        assertThat(books.count(2)).isEqualTo(1);
    }

    @Test
    void callsThatCrossAGoodbyeAreTriedElsewhereWhateverTheyAre() throws Exception {
        south.start();
        crossAGoodbye(QUICK, south.endpoint());
        north.release();
        for (var i = 0; i < crossing.size(); i++)
            assertThat(reply(crossing.get(i))).isEqualTo(i);
        for (var i = 0; i < crossing.size(); i++) assertThat(books.count(i)).isEqualTo(1);
        books.closing.countDown();
        assertThat(reply(inFlight)).isEqualTo(99);
        reply(leaving);
    }

    @Test
    void callsThatCrossAGoodbyeFailNotHandledIfRequestsDoNotWait() throws Exception {
        crossAGoodbye(FAILING);
        north.release();
        for (var call : crossing) {
            assertThat(failure(call)).isInstanceOfSatisfying(ConnectionLost.class, lost -> {
                assertThat(lost.handled()).isEqualTo(Handled.NO);
                assertThat(lost.reason()).contains("closing already");
            });
        }
        assertThat(books.handled).containsOnlyKeys(99L);
        books.closing.countDown();
        reply(leaving);
    }

    private CompletableFuture<Long> inFlight;
    private CompletableFuture<Boolean> leaving;
    private final List<CompletableFuture<Long>> crossing = new ArrayList<>();

    /// Calls a server of which it is not known yet that it has said goodbye. It is still there, since it waits for the
    /// call in flight.
    private void crossAGoodbye(LinkOptions options, Connector... others) throws Exception {
        var graceful = Limits.defaults().withGrace(LONG);
        north.options = north.options.withPeers(north.options.peers().withLimits(graceful));
        north.start();
        var endpoints = new ArrayList<>(List.of(others));
        endpoints.addFirst(north.endpoint());
        link(options, endpoints.toArray(Connector[]::new));
        link.peer(LONG);
        inFlight = bank.callAsync(new Bank.PaySlowly(99));
        Until.holds(() -> books.slow.get() == 1);
        var there = north.server().peers().getFirst();
        var seen = there.events().observe();
        north.hold();
        leaving = inThread(() -> {
            north.stop();
            return true;
        });
        Until.holds(() -> there.connection().intake().isClosed());
        crossing.add(bank.callAsync(new Bank.Pay(0)));
        crossing.add(bank.callAsync(new Bank.Look(1)));
        crossing.add(inThread(() -> bank.call(new Bank.Pay(2))));
        crossing.add(inThread(() -> bank.call(new Bank.Look(3))));
        for (var call : crossing) {
            Until.error(seen, PeerError.NotHandled.class);
            assertThat(call).isNotDone();
        }
    }

    @Test
    void whatWaitedForCreditGoesOverTheNextConnection() throws Exception {
        var narrow = Limits.defaults().withWindowMessages(1);
        north.options = north.options.withPeers(north.options.peers().withLimits(narrow));
        open(QUICK);
        var first = bank.callAsync(new Bank.PaySlowly(1));
        Until.holds(() -> books.slow.get() == 1);
        var second = inThread(() -> bank.call(new Bank.PaySlowly(2)));
        var third = bank.callAsync(new Bank.LookSlowly(3));
        Until.holds(() -> books.slow.get() == 2);
        var peer = link.peer(LONG);
        var events = peer.events().observe();
        var fourth = inThread(() -> {
            bank.send(new Bank.Note(4));
            return bank.call(new Bank.LookSlowly(4));
        });
        Until.event(events, PeerEvent.CreditExhausted.class);
        north.cut();
        assertThat(failure(first).handled()).isEqualTo(Handled.MAYBE);
        assertThat(failure(third).handled()).isEqualTo(Handled.MAYBE);
        Until.holds(() -> books.slow.get() == 4);
        books.closing.countDown();
        assertThat(reply(second)).isEqualTo(2);
        assertThat(reply(fourth)).isEqualTo(4);
        assertThat(books.count(2)).isEqualTo(1);
        assertThat(books.count(4)).isEqualTo(1);
    }

    @Test
    void requestsWaitWhileThereIsNoConnection() throws Exception {
        link(QUICK, north.endpoint());
        var call = inThread(() -> bank.call(new Bank.Pay(1)));
        var async = inThread(() -> bank.callAsync(new Bank.Pay(2)).get());
        var send = inThread(() -> {
            bank.send(new Bank.Note(3));
            return true;
        });
        awaitWaiting(3);
        assertThat(bank.trySend(new Bank.Note(4))).isFalse();
        north.start();
        assertThat(reply(call)).isEqualTo(1);
        assertThat(reply(async)).isEqualTo(2);
        assertThat(reply(send)).isTrue();
        Until.holds(() -> books.notes.contains(3));
        assertThat(books.notes).containsExactly(3);
        assertThat(bank.trySend(new Bank.Note(5))).isTrue();
    }

    @Test
    void requestsFailAtOnceIfThatWasChosen() throws Exception {
        link(FAILING, north.endpoint());
        event(LinkEvent.ConnectFailed.class);
        assertNotConnected();
        north.start();
        link.peer(LONG);
        assertThat(bank.call(new Bank.Pay(1))).isEqualTo(1);
        north.stop();
        awaitDown();
        assertNotConnected();
    }

    private void assertNotConnected() throws Exception {
        assertThatThrownBy(() -> bank.call(new Bank.Pay(9))).isInstanceOfSatisfying(CallException.class, e -> {
            assertThat(e.failure()).isInstanceOf(ConnectionLost.class);
            assertThat(e.failure().handled()).isEqualTo(Handled.NO);
            assertThat(e).hasMessageContaining("it is not connected").hasMessageContaining("north");
        });
        assertThat(failure(bank.callAsync(new Bank.Pay(9))).handled()).isEqualTo(Handled.NO);
        assertThatThrownBy(() -> bank.send(new Bank.Note(9))).isInstanceOf(SendException.class);
        assertThat(bank.trySend(new Bank.Note(9))).isFalse();
        assertThat(books.count(9)).isZero();
    }

    @Test
    void callsThatAreTriedAgainWaitEvenIfOthersFailAtOnce() throws Exception {
        open(FAILING.withInFlight(LinkOptions.InFlight.RETRY_IDEMPOTENT));
        var async = bank.callAsync(new Bank.LookSlowly(1));
        var blocking = inThread(() -> bank.call(new Bank.LookSlowly(2)));
        Until.holds(() -> books.slow.get() == 2);
        north.stop();
        awaitWaiting(2);
        books.closing.countDown();
        north.start();
        assertThat(reply(async)).isEqualTo(1);
        assertThat(reply(blocking)).isEqualTo(2);
    }

    @Test
    void deadlinesHoldWhileThereIsNoConnection() throws Exception {
        link(QUICK, north.endpoint());
        assertThatThrownBy(() -> bank.call(new Bank.Pay(1), SHORT))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.failure()).isEqualTo(new Timeout(SHORT, Handled.NO)));
        assertThat(link.uplink().waiting()).isZero();
    }

    @Test
    void deadlinesHoldOverAllAttempts() throws Exception {
        open(RETRYING.withPeers(
                PeerOptions.defaults().withLimits(Limits.defaults().withCallDeadline(Duration.ofSeconds(2)))));
        var deadline = Duration.ofSeconds(2);
        var async = bank.callAsync(new Bank.LookSlowly(1));
        var blocking = inThread(() -> bank.call(new Bank.LookSlowly(2), deadline));
        Until.holds(() -> books.slow.get() == 2);
        north.stop();
        awaitWaiting(2);
        assertThat(failure(async)).isEqualTo(new Timeout(deadline, Handled.MAYBE));
        assertThat(failure(blocking)).isEqualTo(new Timeout(deadline, Handled.MAYBE));
        assertThat(link.uplink().waiting()).isZero();
    }

    @Test
    void waitNoLongerThanTheOptionsSay() throws Exception {
        link(QUICK.withWhileDown(new LinkOptions.WhileDown.Wait(SHORT, 10)), north.endpoint());
        assertThatThrownBy(() -> bank.call(new Bank.Pay(1)))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.failure()).isInstanceOf(ConnectionLost.class));
        assertThatThrownBy(() -> bank.send(new Bank.Note(1))).isInstanceOf(SendException.class);
    }

    @Test
    void noMoreRequestsWaitThanMay() throws Exception {
        link(QUICK.withWhileDown(new LinkOptions.WhileDown.Wait(LONG, 2)), north.endpoint());
        var first = inThread(() -> bank.call(new Bank.Pay(1)));
        var second = inThread(() -> bank.call(new Bank.Pay(2)));
        awaitWaiting(2);
        assertThat(failure(bank.callAsync(new Bank.Pay(3)))).isInstanceOf(CallFailure.Overloaded.class);
        north.start();
        assertThat(reply(first)).isEqualTo(1);
        assertThat(reply(second)).isEqualTo(2);
        assertThat(books.count(3)).isZero();
    }

    @Test
    void whoGivesUpWhileThereIsNoConnectionIsNotTriedAgain() throws Exception {
        open(RETRYING);
        var async = bank.callAsync(new Bank.LookSlowly(1));
        var outcome = new CompletableFuture<Boolean>();
        var blocking = Thread.ofVirtual().start(() -> {
            try {
                bank.call(new Bank.LookSlowly(2));
            } catch (InterruptedException e) {
                outcome.complete(true);
            }
        });
        Until.holds(() -> books.slow.get() == 2);
        north.stop();
        awaitWaiting(2);
        async.cancel(true);
        blocking.interrupt();
        assertThat(reply(outcome)).isTrue();
        awaitWaiting(0);
        north.start();
        assertThat(bank.call(new Bank.Pay(3))).isEqualTo(3);
        assertThat(books.slow).hasValue(2);
    }

    @Test
    void cancellingCancelsTheAttemptThatThereIs() throws Exception {
        open(RETRYING);
        var async = bank.callAsync(new Bank.LookSlowly(1));
        Until.holds(() -> books.slow.get() == 1);
        north.cut();
        Until.holds(() -> books.slow.get() == 2);
        var connection = link.peer(LONG).connection();
        async.cancel(true);
        Until.holds(() -> connection.outbox().pendingCalls() == 0); // its handler has ended there
        assertThat(async).isCancelled();
    }

    @Test
    void whatIsSaidOfALaterAttemptDoesNotMakeAnEarlierOneUndone() throws Exception {
        open(RETRYING);
        var async = bank.callAsync(new Bank.LookSlowly(1));
        var blocking = inThread(() -> bank.call(new Bank.LookSlowly(2)));
        Until.holds(() -> books.slow.get() == 2);
        north.stop();
        north.startExposing(); // nothing: unknown services are certainly not handled
        for (var call : List.of(async, blocking))
            assertThat(failure(call)).isInstanceOfSatisfying(ConnectionLost.class, lost -> {
                assertThat(lost.handled()).isEqualTo(Handled.MAYBE);
                assertThat(lost.reason()).contains("does not expose bank::LookSlowly");
            });
    }

    @Test
    void orderHoldsWithinEachConnectionAndNothingComesTwice() throws Exception {
        open(RETRYING);
        for (var i = 0; i < 200; i++) {
            bank.send(new Bank.Note(i));
            if (i % 50 == 25) bank.call(new Bank.Notes()); // so far they have come
            if (i % 50 == 49) north.cut();
        }
        bank.call(new Bank.Notes());
        assertThat(List.copyOf(books.notes)).doesNotHaveDuplicates();
        assertThat(books.notesByPeer.values())
                .isNotEmpty()
                .allSatisfy(notes -> assertThat(notes).isSorted());
    }

    @Test
    void whatWaitsGoesInTheOrderOfSendingOfEachThread() throws Exception {
        link(QUICK, north.endpoint());
        var send = inThread(() -> {
            for (var i = 0; i < 100; i++) bank.send(new Bank.Note(i));
            return bank.call(new Bank.Notes());
        });
        awaitWaiting(1);
        north.start();
        assertThat(reply(send)).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void closingFailsWhatWaitsAndWhatIsInFlight() throws Exception {
        open(RETRYING);
        var inFlight = bank.callAsync(new Bank.LookSlowly(1));
        Until.holds(() -> books.slow.get() == 1);
        north.stop();
        awaitWaiting(1);
        var waiting = inThread(() -> bank.call(new Bank.Pay(2)));
        awaitWaiting(2);
        var closed = bank.closed();
        assertThat(closed).isNotDone();
        link.close();
        assertThat(failure(inFlight).handled()).isEqualTo(Handled.MAYBE);
        assertThat(failure(waiting).handled()).isEqualTo(Handled.NO);
        assertThat(closed).isCompleted();
        assertThat(link.isOpen()).isFalse();
        assertThatThrownBy(() -> bank.call(new Bank.Pay(3))).isInstanceOf(CallException.class);
        assertThatThrownBy(() -> bank.trySend(new Bank.Note(3))).isInstanceOf(SendException.class);
        assertThatThrownBy(() -> link.peer(LONG)).isInstanceOf(CallException.class);
        assertThat(event(LinkEvent.Closed.class).reason()).isEqualTo("closed by this side");
    }

    @Test
    void aStageMayCloseTheLink() throws Exception {
        open(QUICK);
        var call = bank.callAsync(new Bank.Pay(1)).thenAccept(reply -> link.close());
        reply(call);
        link.join();
        assertThat(link.isOpen()).isFalse();
    }

    @Test
    void othersReachWhatIsBehindALinkAsAnyActor() throws Exception {
        open(RETRYING);
        try (var front = TcpServer.listen(
                        new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0),
                        peer -> peer.expose(Services.of(Bank.class, bank)));
                var client = Tcp.connect("localhost", front.port())) {
            Address<Bank> through = client.address(Bank.class);
            assertThat(through.call(new Bank.Pay(1))).isEqualTo(1);
            var calls = new ArrayList<CompletableFuture<Long>>();
            for (var i = 2; i < 5; i++) calls.add(through.callAsync(new Bank.LookSlowly(i)));
            Until.holds(() -> books.slow.get() == 3);
            north.restart();
            Until.holds(() -> books.slow.get() == 6);
            books.closing.countDown();
            for (var call : calls) assertThat(reply(call)).isPositive();
        }
    }

    @Test
    void equalAddressesLeadThroughTheSameLink() throws Exception {
        open(QUICK);
        var same = link.address(Bank.class);
        var other = link.address(Bank.class, "elsewhere");
        assertThat(same).isEqualTo(bank).hasSameHashCodeAs(bank);
        assertThat(same.id()).isEqualTo(bank.id());
        assertThat(other).isNotEqualTo(bank);
        assertThat(bank.name()).isEqualTo("bank@peer@north");
        link(QUICK, north.endpoint());
        assertThat(bank).isNotEqualTo(same);
    }
}
