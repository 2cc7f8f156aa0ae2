package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.NurseryEvent;
import dev.thespis.actor.Observer;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Stage.Play;
import dev.thespis.wire.ServiceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Credit, cancellation and deadlines between two peers, whatever they talk over.
@Timeout(60)
abstract class PressureContract {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Stage here = new Stage();
    private final Stage there = new Stage();
    private Peer peer;
    private Peer other;
    private Address<Play> play;
    private Observer<PeerEvent> events;

    /// Connects two peers.
    ///
    /// @return the near one, and the far one
    abstract List<Peer> connect(PeerOptions near, Consumer<Peer> nearSetup, PeerOptions far, Consumer<Peer> farSetup)
            throws Exception;

    abstract void stop();

    private void open(Limits near, Limits far) throws Exception {
        var options = PeerOptions.defaults();
        var both = connect(
                options.withLimits(near),
                fresh -> {
                    events = fresh.events().observe();
                    here.expose(fresh);
                },
                options.withLimits(far),
                there::expose);
        peer = both.get(0);
        other = both.get(1);
        play = peer.address(Play.class);
        assertThat(peer.offered(LONG)).isNotEmpty();
        assertThat(other.offered(LONG)).isNotEmpty();
    }

    /// The other side lets so many messages of a service be unfinished.
    private void openWithWindowOf(int messages) throws Exception {
        open(Limits.defaults(), Limits.defaults().withWindowMessages(messages));
    }

    @AfterEach
    void shut() {
        here.release.countDown();
        there.release.countDown();
        peer.close();
        here.close();
        there.close();
        stop();
    }

    private static Thread start(Callable<?> body) {
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

    private static void awaitParked(Thread thread) {
        Until.holds(() -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    private Thread startSend(Play.Note note) {
        return start(() -> {
            play.send(note);
            return note;
        });
    }

    /// What was written before has been read by the other side when this returns.
    private void roundTrip() throws Exception {
        peer.ping(LONG);
    }

    private static CallFailure failure(CompletableFuture<?> call) throws Exception {
        try {
            call.get(20, TimeUnit.SECONDS);
            throw new AssertionError("the call succeeded");
        } catch (ExecutionException e) {
            return ((CallException) e.getCause()).failure();
        }
    }

    @Nested
    class Windows {
        @Test
        void aSenderParksWhenTheWindowIsUsedUpAndGoesOnWithCredit() throws Exception {
            openWithWindowOf(4);
            for (var i = 0; i < 4; i++) play.send(new Play.Block());
            Until.holds(() -> there.blocked.get() == 4);

            assertThat(play.trySend(new Play.Block())).isFalse();
            var sender = start(() -> {
                play.send(new Play.Block());
                return true;
            });
            var exhausted = Until.event(events, PeerEvent.CreditExhausted.class);
            awaitParked(sender);
            assertThat(there.blocked).hasValue(4);
            there.release.countDown();
            sender.join();

            Until.holds(() -> there.blocked.get() == 5);
            assertThat(exhausted.service()).isEqualTo(ServiceId.of("stage", "Block"));
            assertThat(Until.event(events, PeerEvent.CreditRestored.class).service())
                    .isEqualTo(exhausted.service());
        }

        @Test
        void oneServiceWithoutCreditDoesNotStopAnother() throws Exception {
            openWithWindowOf(2);
            for (var i = 0; i < 2; i++) play.send(new Play.Block());
            assertThat(play.trySend(new Play.Block())).isFalse();

            for (var i = 0; i < 100; i++) play.send(new Play.Note(i));
            assertThat(play.call(new Play.Add(5))).isEqualTo(5);
            assertThat(play.call(new Play.Notes())).hasSize(100);
        }

        @Test
        void theDeadlineRunsOnWhileACallWaitsForCredit() throws Exception {
            openWithWindowOf(1);
            play.send(new Play.Block());
            var deadline = Duration.ofMillis(30);

            assertThatThrownBy(() -> play.call(new Play.Block(), deadline))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure()).isEqualTo(new CallFailure.Timeout(deadline, Handled.NO)));

            there.release.countDown();
            assertThat(play.call(new Play.Block())).isZero();
        }

        @Test
        void callAsyncWaitsForCreditBeforeItReturnsItsFuture() throws Exception {
            openWithWindowOf(1);
            play.send(new Play.Block());
            var future = new AtomicReference<CompletableFuture<Long>>();

            var caller = start(() -> {
                future.set(play.callAsync(new Play.Block()));
                return true;
            });
            awaitParked(caller);
            assertThat(future).hasNullValue();
            there.release.countDown();
            caller.join();

            assertThat(future.get().get(20, TimeUnit.SECONDS)).isZero();
        }

        @Test
        void sendersGoOnInTheOrderOfTheirArrival() throws Exception {
            openWithWindowOf(1);
            play.send(new Play.Hold());
            play.send(new Play.Note(0));
            var senders = new ArrayList<Thread>();
            for (var i = 1; i <= 20; i++) {
                senders.add(startSend(new Play.Note(i)));
                awaitParked(senders.getLast());
            }

            there.release.countDown();
            for (var sender : senders) sender.join();

            assertThat(play.call(new Play.Notes()))
                    .isEqualTo(IntStream.rangeClosed(0, 20).boxed().toList());
        }

        @Test
        void oneWhoGivesUpDoesNotHoldUpThoseBehind() throws Exception {
            openWithWindowOf(1);
            play.send(new Play.Hold());
            play.send(new Play.Note(0));
            var first = startSend(new Play.Note(1));
            awaitParked(first);
            var second = startSend(new Play.Note(2));
            awaitParked(second);

            first.interrupt();
            first.join();
            there.release.countDown();
            second.join();

            assertThat(play.call(new Play.Notes())).containsExactly(0, 2);
        }

        @Test
        void theWindowOfBytesHoldsRequestsOfAllServicesBack() throws Exception {
            open(Limits.defaults(), Limits.defaults().withWindowBytes(10_000));
            play.send(new Play.Hold());
            play.send(new Play.Echo(new byte[6_000]));
            play.send(new Play.Echo(new byte[6_000])); // goes beyond the window, since something was left of it

            assertThat(play.trySend(new Play.Note(1))).isFalse();
            var sender = startSend(new Play.Note(2));
            awaitParked(sender);
            there.release.countDown();
            sender.join();

            assertThat(play.call(new Play.Notes())).containsExactly(2);
        }

        @Test
        void aRequestLargerThanTheWindowOfBytesGoes() throws Exception {
            open(Limits.defaults(), Limits.defaults().withWindowBytes(1_000));
            var bytes = new byte[100_000];

            for (var i = 0; i < 5; i++)
                assertThat(play.call(new Play.Echo(bytes))).isEqualTo(bytes);
        }

        @Test
        void creditComesBackOnEveryPath() throws Exception {
            open(Limits.defaults().withSendFrameBytes(1_000), Limits.defaults().withWindowMessages(1));
            var large = new Play.Echo(new byte[2_000]);
            var unknown = peer.address(Play.class, "nowhere");
            for (var i = 0; i < 3; i++) {
                assertThatThrownBy(() -> play.send(large)).isInstanceOf(SendException.class);
                assertThatThrownBy(() -> play.call(large)).isInstanceOf(CallException.class);
                play.send(new Play.Fail());
                assertThatThrownBy(() -> play.call(new Play.Fail())).isInstanceOf(CallException.class);
                unknown.send(new Play.Add(1));
                assertThatThrownBy(() -> unknown.call(new Play.Add(1))).isInstanceOf(CallException.class);
                peer.service("stage", "Add").send(new byte[] {0});
                assertThat(play.call(new Play.Fill(10))).hasSize(10);
            }
        }
    }

    @Nested
    class Progress {
        @Test
        void repliesCancelsAndCreditPassWhileRequestsWait() throws Exception {
            open(Limits.defaults().withWindowMessages(4), Limits.defaults().withWindowMessages(1));
            CompletableFuture<Long> running = play.callAsync(new Play.Block());
            Until.holds(() -> there.blocked.get() == 1);
            var waiting = start(() -> play.call(new Play.Block()));
            awaitParked(waiting);
            var back = other.address(Play.class);

            assertThat(back.call(new Play.Add(7))).isEqualTo(7); // a reply
            for (var i = 0; i < 100; i++) back.send(new Play.Note(i)); // credit, or they would not all get through
            assertThat(back.call(new Play.Notes())).hasSize(100);
            running.cancel(true); // a cancel, which ends the handler and lets the one that waits in
            Until.holds(() -> there.interrupted.get() == 1 && there.blocked.get() == 2);
        }

        @Test
        void bothSidesCallingEachOtherThroughFullWindowsNeverStalls() throws Exception {
            var narrow = Limits.defaults().withWindowMessages(2).withWindowBytes(200);
            open(narrow, narrow);
            var back = other.address(Play.class);
            var tasks = new ArrayList<Callable<Long>>();
            for (var i = 0; i < 16; i++) {
                tasks.add(() -> callBacks(play));
                tasks.add(() -> callBacks(back));
            }
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var done : callers.invokeAll(tasks)) assertThat(done.get()).isEqualTo(25);
            }
            assertThat(play.call(new Play.Add(0))).isEqualTo(16 * 25);
            assertThat(back.call(new Play.Add(0))).isEqualTo(16 * 25);
        }

        private long callBacks(Address<Play> address) throws InterruptedException {
            for (var n = 0; n < 25; n++) address.call(new Play.CallBack(1));
            return 25;
        }

        @Test
        void bothSidesWritingLargeFramesNeverStalls() throws Exception {
            open(Limits.defaults(), Limits.defaults());
            var back = other.address(Play.class);
            var bytes = new byte[500_000];
            var tasks = new ArrayList<Callable<byte[]>>();
            for (var i = 0; i < 16; i++) {
                tasks.add(() -> play.call(new Play.Echo(bytes)));
                tasks.add(() -> back.call(new Play.Echo(bytes)));
            }
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var done : callers.invokeAll(tasks)) assertThat(done.get()).hasSize(bytes.length);
            }
        }

        @Test
        void messagesOfOneThreadKeepTheirOrderThroughANarrowWindow() throws Exception {
            openWithWindowOf(2);
            for (var i = 0; i < 500; i++) {
                if (i % 3 == 0) start(() -> play.trySend(new Play.Add(0)));
                play.send(new Play.Note(i));
                if (i % 100 == 99) assertThat(play.call(new Play.Notes())).hasSize(i + 1);
            }
            assertThat(play.call(new Play.Notes()))
                    .isEqualTo(IntStream.range(0, 500).boxed().toList());
        }
    }

    @Nested
    class Cancelling {
        private void assertNothingIsLeft() throws Exception {
            Until.holds(() -> peer.connection().outbox().pendingCalls() == 0);
            Until.holds(() -> other.connection().intake().requests() == 0);
            assertThat(play.call(new Play.Add(0))).isZero(); // and what was cancelled in the queue was not handled
        }

        @Test
        void ofAFutureInterruptsItsHandler() throws Exception {
            open(Limits.defaults(), Limits.defaults());
            CompletableFuture<Long> call = play.callAsync(new Play.Block());
            Until.holds(() -> there.blocked.get() == 1);

            call.cancel(true);

            Until.holds(() -> there.interrupted.get() == 1);
            assertNothingIsLeft();
        }

        @Test
        void byInterruptInterruptsTheHandler() throws Exception {
            open(Limits.defaults(), Limits.defaults());
            var caller = start(() -> play.call(new Play.Block()));
            Until.holds(() -> there.blocked.get() == 1);

            caller.interrupt();
            caller.join();

            Until.holds(() -> there.interrupted.get() == 1);
            assertNothingIsLeft();
        }

        @Test
        void byTheDeadlineInterruptsTheHandler() throws Exception {
            open(Limits.defaults(), Limits.defaults());

            assertThatThrownBy(() -> play.call(new Play.Block(), Duration.ofMillis(300)))
                    .isInstanceOf(CallException.class);

            Until.holds(() -> there.interrupted.get() == there.blocked.get());
            assertNothingIsLeft();
        }

        @Test
        void byLosingTheConnectionInterruptsTheHandler() throws Exception {
            open(Limits.defaults(), Limits.defaults());
            CompletableFuture<Long> call = play.callAsync(new Play.Block());
            CompletableFuture<Long> queued = play.callAsync(new Play.Hold());
            Until.holds(() -> there.blocked.get() == 2);
            CompletableFuture<Long> last = play.callAsync(new Play.Add(5));

            peer.connection().duplex().close();

            Until.holds(() -> there.interrupted.get() == 2);
            for (var each : List.of(call, queued, last))
                assertThat(failure(each)).isInstanceOf(CallFailure.ConnectionLost.class);
            other.join();
            assertThat(peer.connection().outbox().pendingCalls()).isZero();
            Until.holds(() -> other.connection().intake().requests() == 0);
        }

        @Test
        void aQueuedCallIsNeverHandled() throws Exception {
            open(Limits.defaults(), Limits.defaults());
            CompletableFuture<Long> holding = play.callAsync(new Play.Hold());
            Until.holds(() -> there.blocked.get() == 1);
            CompletableFuture<Long> queued = play.callAsync(new Play.Add(5));

            queued.cancel(true);
            roundTrip();
            there.release.countDown();

            assertThat(holding.get(20, TimeUnit.SECONDS)).isZero();
            assertNothingIsLeft();
        }

        @Test
        void keepsTheCreditUntilTheHandlerHasReallyEnded() throws Exception {
            openWithWindowOf(1);
            CompletableFuture<Long> call = play.callAsync(new Play.Stubborn());
            Until.holds(() -> there.blocked.get() == 1);

            call.cancel(true);
            Until.holds(() -> there.interrupted.get() == 1);
            roundTrip();
            assertThat(play.trySend(new Play.Stubborn())).isFalse();
            there.release.countDown();

            Until.holds(() -> play.trySend(new Play.Stubborn()));
        }

        @Test
        void keepsTheCreditOfAQueuedCallAsLongAsItsMessageIsInTheMailbox() throws Exception {
            openWithWindowOf(1);
            play.send(new Play.Hold());
            CompletableFuture<Long> queued = play.callAsync(new Play.Add(5));

            queued.cancel(true);
            roundTrip();
            assertThat(play.trySend(new Play.Add(5))).isFalse();
            there.release.countDown();

            Until.holds(() -> play.trySend(new Play.Add(1)));
            assertThat(play.call(new Play.Add(0))).isEqualTo(1);
        }

        @Test
        void isNoFailureOfTheActor() throws Exception {
            open(Limits.defaults(), Limits.defaults());
            var lives = there.nursery.events().observe();
            CompletableFuture<Long> call = play.callAsync(new Play.Hold());
            Until.holds(() -> there.blocked.get() == 1);
            call.cancel(true);
            Until.holds(() -> there.interrupted.get() == 1);

            assertThatThrownBy(() -> play.call(new Play.Fail())).isInstanceOf(CallException.class);

            var event = lives.take(LONG);
            while (!(event instanceof NurseryEvent.ActorFailed)) event = lives.take(LONG);
            assertThat(((NurseryEvent.ActorFailed) event).cause()).hasMessage("secret"); // that of the second call
        }

        @Test
        void goesOnToTheCallsThatTheHandlerHasMade() throws Exception {
            open(Limits.defaults(), Limits.defaults());
            CompletableFuture<Long> call = play.callAsync(new Play.BlockThere());
            Until.holds(() -> here.blocked.get() == 1);

            call.cancel(true);

            Until.holds(() -> here.interrupted.get() == 1);
            Until.holds(() -> other.connection().outbox().pendingCalls() == 0);
            assertNothingIsLeft();
        }

        @Test
        void ofACallThatStillWaitsForCreditSendsNothing() throws Exception {
            openWithWindowOf(1);
            play.send(new Play.Block());
            var caller = start(() -> play.call(new Play.Block()));
            awaitParked(caller);

            caller.interrupt();
            caller.join();
            roundTrip();

            assertThat(there.blocked).hasValue(1);
            there.release.countDown();
            assertThat(play.call(new Play.Block())).isZero();
            assertThat(there.blocked).hasValue(2);
        }
    }

    @Nested
    class Ends {
        @Test
        void sendersThatWaitForCreditAreToldWhenTheConnectionEnds() throws Exception {
            openWithWindowOf(1);
            play.send(new Play.Block());
            var told = new CompletableFuture<CallFailure>();
            var sender = start(() -> {
                try {
                    play.send(new Play.Block());
                } catch (SendException e) {
                    told.complete(e.failure());
                }
                return true;
            });
            awaitParked(sender);

            peer.close();

            assertThat(told.get(20, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            CallFailure.ConnectionLost.class,
                            lost -> assertThat(lost.handled()).isEqualTo(Handled.NO));
        }

        @Test
        void callsOfTheOtherSideGetTheGracePeriod() throws Exception {
            open(Limits.defaults(), Limits.defaults().withGrace(LONG));
            CompletableFuture<Long> call = play.callAsync(new Play.Block());
            Until.holds(() -> there.blocked.get() == 1);

            var closing = Thread.ofVirtual().start(() -> other.close("that was all"));
            Until.event(events, PeerEvent.Leaving.class);
            assertThat(call).isNotDone();
            assertThatThrownBy(() -> play.call(new Play.Add(1))).isInstanceOf(CallException.class);
            there.release.countDown();

            assertThat(call.get(20, TimeUnit.SECONDS)).isZero();
            assertThat(there.interrupted).hasValue(0);
            closing.join();
        }

        @Test
        void aStageMayCloseThePeerWhateverThreadItRunsOn() throws Exception {
            open(Limits.defaults(), Limits.defaults());
            CompletableFuture<Long> call = play.callAsync(new Play.Block());
            var closed = call.whenComplete((reply, problem) -> peer.close());
            Until.holds(() -> there.blocked.get() == 1);

            other.close();

            assertThatThrownBy(() -> closed.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            assertThat(peer.join(LONG)).isTrue();
        }
    }
}
