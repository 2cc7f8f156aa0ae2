package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Message;
import dev.thespis.remote.Stage.Play;
import dev.thespis.wire.ServiceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls that wait for credit: they are written by whoever brings it, not by their callers.
@Timeout(60)
abstract class WaitingCallsContract extends JoinedPeers {
    WaitingCallsContract(Over over) {
        super(over);
    }

    private Thread startCall(int n) {
        return start(() -> play.call(new Play.Note(n)));
    }

    /// Keeps the actor busy, and uses up the window of notes.
    private void fill() throws Exception {
        openWithWindowOf(1);
        play.send(new Play.Hold());
        play.send(new Play.Note(0));
    }

    private void awaitWaiting(int count) {
        Until.holds(() -> peer.stats().outgoing().waiting() == count);
    }

    @Test
    void goOnInTheOrderOfTheirArrivalTogetherWithSenders() throws Exception {
        fill();
        var threads = new ArrayList<Thread>();
        for (var i = 1; i <= 20; i++) {
            threads.add(i % 3 == 0 ? startSend(new Play.Note(i)) : startCall(i));
            awaitWaiting(i);
        }

        there.release.countDown();
        for (var thread : threads) thread.join();

        assertThat(play.call(new Play.Notes()))
                .isEqualTo(IntStream.rangeClosed(0, 20).boxed().toList());
        assertThat(Until.event(events, PeerEvent.CreditRestored.class).service())
                .isEqualTo(ServiceId.of("stage", "Note"));
        assertThat(peer.stats().outgoing().waits()).isEqualTo(20);
    }

    @Test
    void whoIsInterruptedWhileItWaitsIsNotHandledAndHoldsNobodyUp() throws Exception {
        fill();
        var first = startCall(1);
        awaitWaiting(1);
        var second = startCall(2);
        awaitWaiting(2);

        first.interrupt();
        first.join();
        awaitWaiting(1);
        there.release.countDown();
        second.join();

        assertThat(play.call(new Play.Notes())).containsExactly(0, 2);
        Until.holds(() -> peer.connection().outbox().hasAllCredit());
    }

    @Test
    void whoseTimeIsOverMakesWayWhereverItWaits() throws Exception {
        fill();
        var deadline = Duration.ofMillis(30);
        var behind = startCall(2);
        awaitWaiting(1);

        assertThatThrownBy(() -> play.call(new Play.Note(3), deadline))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure()).isEqualTo(new CallFailure.Timeout(deadline, Handled.NO)));
        awaitWaiting(1);
        there.release.countDown();
        behind.join();

        assertThat(play.call(new Play.Notes())).containsExactly(0, 2);
        Until.holds(() -> peer.connection().outbox().hasAllCredit());
    }

    @Test
    void waitForBytesAsWell() throws Exception {
        open(Limits.defaults(), Limits.defaults().withWindowBytes(10_000));
        play.send(new Play.Hold());
        play.send(new Play.Echo(new byte[6_000]));
        play.send(new Play.Echo(new byte[6_000])); // goes beyond the window, since something was left of it
        var first = startCall(1);
        awaitWaiting(1);
        var second = startCall(2);
        awaitWaiting(2);
        var third = startCall(3);
        awaitWaiting(3);

        second.interrupt();
        second.join();
        assertThatThrownBy(() -> play.call(new Play.Note(4), Duration.ofMillis(30)))
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure().handled()).isEqualTo(Handled.NO));
        there.release.countDown();
        first.join();
        third.join();

        assertThat(play.call(new Play.Notes())).containsExactly(1, 3);
        Until.holds(() -> peer.connection().outbox().hasAllCredit());
    }

    @Test
    void waitForBytesAfterTheyHaveWaitedForTheirWindow() throws Exception {
        open(Limits.defaults(), Limits.defaults().withWindowMessages(2).withWindowBytes(10_000));
        var calls = new ArrayList<CompletableFuture<?>>();
        calls.add(play.callAsync(new Play.Hold()));
        for (var i = 0; i < 2; i++) calls.add(play.callAsync(new Play.Note(i)));
        var caller = startCall(2);
        awaitWaiting(1);
        // the second one goes beyond the window; both are handled after the notes
        for (var i = 0; i < 2; i++) calls.add(play.callAsync(new Play.Echo(new byte[6_000])));

        there.release.countDown();
        caller.join();

        for (var call : calls) call.get(20, TimeUnit.SECONDS);
        assertThat(play.call(new Play.Notes())).containsExactly(0, 1, 2);
        assertThat(peer.stats().outgoing().waits()).isEqualTo(2);
        Until.holds(() -> peer.connection().outbox().hasAllCredit());
    }

    /// The reader comes to the call first, when its caller has already decided to go.
    @Test
    void whoIsInterruptedWhenItsTurnComesIsNotHandled() throws Exception {
        fill();
        var caller = startCall(1);
        awaitWaiting(1);
        var lock = peer.connection().queue().lock();
        lock.lock();
        try {
            there.release.countDown();
            Until.holds(lock::hasQueuedThreads);
            caller.interrupt();
            Until.holds(() -> lock.hasQueuedThread(caller));
        } finally {
            lock.unlock();
        }
        caller.join();

        assertThat(play.call(new Play.Notes())).containsExactly(0);
        Until.holds(() -> peer.connection().outbox().hasAllCredit());
        assertThat(peer.stats().outgoing().waiting()).isZero();
    }

    @Test
    void withLongMessagesWaitInTheSameLine() throws Exception {
        openWithWindowOf(1);
        play.send(new Play.Hold());
        play.send(new Play.Echo(new byte[1]));
        var sizes = List.of(10, 2_000, 100_000, 20, 1_000_000, 30);
        var callers = new ArrayList<Thread>();
        for (var size : sizes) {
            callers.add(start(() -> play.call(new Play.Echo(new byte[size]))));
            awaitWaiting(callers.size());
        }

        there.release.countDown();
        for (var caller : callers) caller.join();

        assertThat(there.echoed).containsExactly(1, 10, 2_000, 100_000, 20, 1_000_000, 30);
    }

    @Test
    void endWithTheConnectionAndCertainlyWereNotHandled() throws Exception {
        fill();
        var failure = new CompletableFuture<CallFailure>();
        var caller = start(() -> {
            try {
                return play.call(new Play.Note(1));
            } catch (CallException e) {
                failure.complete(e.failure());
                throw e;
            }
        });
        awaitWaiting(1);

        peer.beginClose("the test has ended");
        caller.join();

        assertThat(failure.get(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        CallFailure.ConnectionLost.class,
                        lost -> assertThat(lost.handled()).isEqualTo(Handled.NO));
        assertThat(peer.stats().outgoing().waiting()).isZero();
    }

    /// Deadlines and interrupts of any length, and sends, beside credit that comes and goes. Whatever meets, the
    /// outcome
    /// of each call is true, and no credit is lost. Some wait for messages, some for bytes, some for both.
    @Test
    void whoGiveUpAtAnyTimeLoseNoCredit() throws Exception {
        open(Limits.defaults(), Limits.defaults().withWindowMessages(8).withWindowBytes(4_096));
        var handled = new AtomicInteger();
        var maybe = new AtomicInteger();
        var tasks = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < 32; i++) {
            var caller = i;
            tasks.add(() -> {
                var random = new SplittableRandom(caller);
                for (var n = 0; n < 100; n++) hurry(random, handled, maybe);
                return caller;
            });
        }
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : callers.invokeAll(tasks)) done.get();
        }

        Until.holds(
                () -> { // what is less than half of a window, or a quarter of the bytes, is not told
                    var window = peer.stats().outgoing().window();
                    return window.messages() < 4 && window.bytes() < 1_024;
                });
        assertThat(peer.stats().outgoing().waiting()).isZero();
        assertThat(play.call(new Play.Add(0))).isBetween((long) handled.get(), (long) handled.get() + maybe.get());
        assertThat(peer.stats().outgoing().waits()).isPositive();
    }

    private void hurry(SplittableRandom random, AtomicInteger handled, AtomicInteger maybe) throws Exception {
        var nanos = random.nextInt(10, 2_000_000);
        switch (random.nextInt(4)) {
            case 0 -> play.send(new Play.Echo(new byte[random.nextInt(1_000)]));
            case 1 -> isInTime(new Play.Echo(new byte[random.nextInt(1_000)]), nanos, new AtomicInteger());
            case 2 -> {
                if (isInTime(new Play.Add(1), nanos, maybe)) handled.incrementAndGet();
            }
            default -> interrupt(nanos, handled, maybe);
        }
    }

    private boolean isInTime(Message<Play, ?> message, int nanos, AtomicInteger maybe) throws InterruptedException {
        try {
            play.call(message, Duration.ofNanos(nanos));
            return true;
        } catch (CallException e) {
            assertThat(e.failure()).isInstanceOf(CallFailure.Timeout.class);
            if (e.failure().handled() == Handled.MAYBE) maybe.incrementAndGet();
            return false;
        }
    }

    private void interrupt(int nanos, AtomicInteger handled, AtomicInteger maybe) throws InterruptedException {
        var outcome = new AtomicReference<@Nullable Long>();
        var caller = start(() -> {
            outcome.set(play.call(new Play.Add(1)));
            return true;
        });
        LockSupport.parkNanos(nanos);
        caller.interrupt();
        caller.join();
        if (outcome.get() == null) maybe.incrementAndGet();
        else handled.incrementAndGet();
    }
}
