package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Stage.Play;
import dev.thespis.wire.ServiceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Credit between two peers, whatever they talk over.
@Timeout(60)
abstract class PressureContract extends JoinedPeers {
    PressureContract(Over over) {
        super(over);
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

        /// Many are woken for credit that is enough for few, and wait again. All go on sending until each has got on;
        /// that would not end if one never did.
        @Test
        void sendersOfLongMessagesAllGetOn() throws Exception {
            open(Limits.defaults(), Limits.defaults().withWindowBytes(32_000));
            var senders = 12;
            var behind = new CountDownLatch(senders * 10);
            var threads = IntStream.range(0, senders)
                    .mapToObj(n -> Thread.ofVirtual().start(() -> {
                        try {
                            for (var sent = 0; behind.getCount() > 0; sent++) {
                                play.send(new Play.Echo(new byte[10_000]));
                                if (sent < 10) behind.countDown();
                            }
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .toList();

            assertThat(behind.await(30, TimeUnit.SECONDS)).isTrue();
            for (var thread : threads) thread.join();
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
}
