package dev.thespis.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.CallFailure.Handled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MailboxTest {
    private final Nursery nursery = Nursery.open("test");
    private final Latch started = new Latch();
    private final Latch release = new Latch();

    /// Written by the actor's handlers only, read when it is idle.
    private final List<Integer> seen = new ArrayList<>();

    @AfterEach
    void close() {
        release.open();
        nursery.close();
    }

    /// An actor that is busy until it is released.
    private Address<Worker> busy(Mailbox mailbox) throws InterruptedException {
        Address<Worker> worker =
                nursery.spawn(Worker.class, ActorOptions.named("busy").withMailbox(mailbox), Worker.Willing::new);
        worker.send(Worker.work(() -> {
            started.open();
            release.await();
            return null;
        }));
        started.await();
        return worker;
    }

    private Worker.Work see(int number) {
        return Worker.work(() -> seen.add(number));
    }

    private void drain(Address<Worker> worker) throws Exception {
        release.open();
        nursery.stop(worker).get();
    }

    @Nested
    class Bounded {
        @Test
        void refusesTrySendWhenFull() throws Exception {
            Address<Worker> worker = busy(Mailbox.bounded(2));

            assertThat(worker.trySend(see(1))).isTrue();
            assertThat(worker.trySend(see(2))).isTrue();
            assertThat(worker.trySend(see(3))).isFalse();

            drain(worker);
            assertThat(seen).containsExactly(1, 2);
        }

        @Test
        void letsSendersWaitAndInInTheOrderOfTheirArrival() throws Exception {
            Address<Worker> worker = busy(Mailbox.bounded(1));
            worker.send(see(0));
            List<Thread> senders = new ArrayList<>();
            for (int i = 1; i <= 20; i++) {
                int number = i;
                FutureTask<Void> send = new FutureTask<>(() -> {
                    worker.send(see(number));
                    return null;
                });
                Thread sender = Thread.ofVirtual().start(send);
                Eventually.parked(sender);
                senders.add(sender);
            }
            assertThat(worker.trySend(see(99))).isFalse();
            release.open();
            for (Thread sender : senders) {
                sender.join();
            }
            drain(worker);

            assertThat(seen)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(0, 20).boxed().toList());
        }

        /// While messages are quick, senders are let in many at a time. Here one among quick messages waits for the
        /// sender.
        @Test
        void letsASenderInForWhichAHandlerWaitsAmongQuickOnes() throws Exception {
            Address<Worker> worker = busy(Mailbox.bounded(1024));
            Latch sent = new Latch();
            Latch further = fillAmongQuickOnes(worker, () -> {
                sent.await();
                return null;
            });
            FutureTask<Void> send = new FutureTask<>(() -> {
                worker.send(see(1));
                sent.open();
                return null;
            });
            Eventually.parked(Thread.ofVirtual().start(send));

            further.open();

            send.get(20, TimeUnit.SECONDS);
            drain(worker);
            assertThat(seen).containsExactly(1);
        }

        /// Here it calls an actor that waits to be let in. There is a slot for that one, so there is no cycle.
        @Test
        void isInNoCycleWithASenderForWhichThereIsRoom() throws Exception {
            Address<Worker> worker = busy(Mailbox.bounded(1024));
            Address<Worker> sender = nursery.spawn(Worker.class, Worker.Willing::new);
            FutureTask<Object> call = new FutureTask<>(() -> sender.call(Worker.nothing()));
            Latch further = fillAmongQuickOnes(worker, () -> {
                call.run();
                return null;
            });
            CompletableFuture<Thread> sending = new CompletableFuture<>();
            sender.send(Worker.work(() -> {
                sending.complete(Thread.currentThread());
                worker.send(see(1));
                return null;
            }));
            Eventually.parked(sending.get(20, TimeUnit.SECONDS));

            further.open();

            assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo("done");
            drain(worker);
            assertThat(seen).containsExactly(1);
        }

        /// Fills the mailbox of a busy actor while it is amid messages that it knows to be quick.
        ///
        /// @param next what it handles next
        /// @return to be opened when it is to go on
        private Latch fillAmongQuickOnes(Address<Worker> worker, Callable<?> next) throws Exception {
            Address<Worker> warm = nursery.spawn(Worker.class, Worker.Willing::new);
            for (int i = 0; i < 50_000; i++) {
                warm.send(Worker.nothing());
            }
            Latch halfway = new Latch();
            Latch further = new Latch();
            for (int i = 0; i < 200; i++) {
                worker.send(Worker.nothing());
            }
            worker.send(Worker.work(() -> {
                halfway.open();
                further.await();
                return null;
            }));
            worker.send(Worker.work(next));
            release.open();
            halfway.await();
            while (worker.trySend(Worker.nothing())) {}
            return further;
        }

        @Test
        void failsWaitingSendersWhenTheActorStops() throws Exception {
            Address<Worker> worker = busy(Mailbox.bounded(1));
            worker.send(see(0));
            FutureTask<CallFailure> send = new FutureTask<>(() -> Failing.ofSend(() -> worker.send(see(1))));
            FutureTask<CallFailure> call = new FutureTask<>(() -> Failing.ofCall(() -> worker.call(see(2))));
            Eventually.parked(Thread.ofVirtual().start(send));
            Eventually.parked(Thread.ofVirtual().start(call));

            CompletableFuture<?> end = nursery.stop(worker);

            assertThat(send.get()).isEqualTo(new CallFailure.ActorStopped("busy", Handled.NO));
            assertThat(call.get()).isEqualTo(new CallFailure.ActorStopped("busy", Handled.NO));
            release.open();
            end.get();
            assertThat(seen).containsExactly(0);
        }

        @Test
        void forgetsSendersThatAreInterruptedWhileWaiting() throws Exception {
            Address<Worker> worker = busy(Mailbox.bounded(1));
            worker.send(see(0));
            FutureTask<Void> send = new FutureTask<>(() -> {
                worker.send(see(1));
                return null;
            });
            Thread sender = Thread.ofVirtual().start(send);
            Eventually.parked(sender);
            sender.interrupt();

            assertThatThrownBy(send::get).hasCauseInstanceOf(InterruptedException.class);
            release.open();
            worker.send(see(2));
            drain(worker);
            assertThat(seen).containsExactly(0, 2);
        }

        @Test
        void throwsFromSendsAfterTheStop() throws Exception {
            Address<Worker> worker = busy(Mailbox.bounded(1));
            drain(worker);
            CallFailure stopped = new CallFailure.ActorStopped("busy", Handled.NO);

            assertThat(Failing.ofSend(() -> worker.send(see(1)))).isEqualTo(stopped);
            assertThat(Failing.ofSend(() -> worker.trySend(see(1)))).isEqualTo(stopped);
            assertThat(Failing.ofCall(() -> worker.call(see(1)))).isEqualTo(stopped);
            assertThat(Failing.of(worker.callAsync(see(1)))).isEqualTo(stopped);
        }

        @Test
        void needsRoomForOne() {
            assertThatThrownBy(() -> Mailbox.bounded(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("capacity=0");
        }
    }

    @Nested
    class Unbounded {
        @Test
        void takesEverything() throws Exception {
            Address<Worker> worker = busy(Mailbox.unbounded());
            for (int i = 0; i < 10_000; i++) {
                worker.send(see(i));
            }
            drain(worker);

            assertThat(seen).hasSize(10_000).isSorted();
        }
    }

    @Nested
    class Latest {
        @Test
        void overwritesTheOldest() throws Exception {
            Address<Worker> worker = busy(Mailbox.latest(3));
            for (int i = 0; i < 10; i++) {
                worker.send(see(i));
            }
            drain(worker);

            assertThat(seen).containsExactly(7, 8, 9);
        }

        @Test
        void failsCallsThatGiveWay() throws Exception {
            Address<Worker> worker = busy(Mailbox.latest(1));
            CompletableFuture<Object> first = worker.callAsync(see(1));
            CompletableFuture<Object> second = worker.callAsync(see(2));

            assertThat(Failing.of(first)).isEqualTo(new CallFailure.Cancelled(Handled.NO));
            release.open();
            second.get();
            assertThat(seen).containsExactly(2);
        }

        @Test
        void reportsSendsThatGiveWay() throws Exception {
            Address<Worker> worker = busy(Mailbox.latest(1));
            Worker.Work first = see(1);
            try (Observer<NurseryEvent> events = nursery.events().observe()) {
                worker.send(first);
                worker.send(see(2));

                assertThat(events.take(Duration.ofSeconds(20)))
                        .isEqualTo(
                                new NurseryEvent.MessageDropped(worker, first, new CallFailure.Cancelled(Handled.NO)));
            }
        }

        @Test
        void wakesAnIdleActor() throws Exception {
            Address<Worker> worker = nursery.spawn(
                    Worker.class, ActorOptions.defaults().withMailbox(Mailbox.latest(2)), Worker.Willing::new);
            for (int i = 0; i < 100; i++) {
                assertThat(worker.call(Worker.nothing())).isEqualTo("done");
            }
        }
    }

    @Nested
    class Priority {
        private Mailbox asideFirst(int capacity) {
            return Mailbox.priority(capacity, message -> message instanceof Worker.Aside);
        }

        @Test
        void handlesUrgentMessagesFirstAndEachLaneInOrder() throws Exception {
            Mailbox even = Mailbox.priority(
                    100,
                    message -> message instanceof Worker.Work work
                            && work.work() instanceof Numbered numbered
                            && numbered.urgent());
            Address<Worker> worker = busy(even);
            for (int i = 0; i < 10; i++) {
                int number = i;
                worker.send(Worker.work(new Numbered(i % 2 == 0, () -> seen.add(number))));
            }
            drain(worker);

            assertThat(seen).containsExactly(0, 2, 4, 6, 8, 1, 3, 5, 7, 9);
        }

        @Test
        void isBoundedOverBothLanes() throws Exception {
            Address<Worker> worker = busy(asideFirst(2));

            assertThat(worker.trySend(Worker.aside(() -> null))).isTrue();
            assertThat(worker.trySend(see(1))).isTrue();
            assertThat(worker.trySend(Worker.aside(() -> null))).isFalse();
        }

        @Test
        void losesNoRoomWhenThePredicateThrows() throws Exception {
            Mailbox faulty = Mailbox.priority(1, message -> {
                if (message instanceof Worker.Aside) {
                    throw new IllegalStateException("no idea");
                }
                return false;
            });
            Address<Worker> worker = busy(faulty);

            assertThatThrownBy(() -> worker.send(Worker.aside(() -> null))).hasMessage("no idea");
            assertThat(worker.trySend(see(1))).isTrue();
        }
    }

    private record Numbered(boolean urgent, Runnable action) implements java.util.concurrent.Callable<Object> {
        @Override
        public Object call() {
            action.run();
            return "done";
        }
    }

    @Nested
    class Throttled {
        private Address<Worker> spawn(int count, Duration per) {
            return nursery.spawn(
                    Worker.class,
                    ActorOptions.named("slow").withMailbox(Mailbox.throttled(count, per, 100)),
                    Worker.Willing::new);
        }

        @Test
        void handlesNoMoreThanSoManyWithinTheTime() throws Exception {
            Address<Worker> worker = spawn(3, Duration.ofHours(1));
            worker.send(see(1));
            worker.send(see(2));
            worker.call(see(3));
            CompletableFuture<Object> fourth = worker.callAsync(see(4));
            worker.send(see(5));
            nursery.stop(worker, Ending.CANCEL).get();

            assertThat(Failing.of(fourth)).isEqualTo(new CallFailure.ActorStopped("slow", Handled.NO));
            assertThat(seen).containsExactly(1, 2, 3);
        }

        @Test
        void goesOnWhenTheTimeIsOver() throws Exception {
            Address<Worker> worker = spawn(2, Duration.ofMillis(1));
            for (int i = 0; i < 20; i++) {
                worker.send(see(i));
            }
            nursery.stop(worker).get();

            assertThat(seen).hasSize(20).isSorted();
        }

        @Test
        void doesNotCountMessagesThatWereCancelled() throws Exception {
            Address<Worker> worker = spawn(2, Duration.ofHours(1));
            Latch running = new Latch();
            Latch release = new Latch();
            worker.send(Worker.work(() -> {
                running.open();
                release.await();
                return null;
            }));
            running.await();
            worker.callAsync(see(1)).cancel(true);
            CompletableFuture<Object> second = worker.callAsync(see(2));
            release.open();

            assertThat(second.get()).isNotNull();
            assertThat(seen).containsExactly(2);
        }

        @Test
        void stopsAtOnceWhenCancelled() throws Exception {
            Address<Worker> worker = spawn(1, Duration.ofHours(1));
            worker.call(see(1));
            CompletableFuture<Object> second = worker.callAsync(see(2));

            nursery.stop(worker, Ending.CANCEL).get();

            assertThat(Failing.of(second)).isEqualTo(new CallFailure.ActorStopped("slow", Handled.NO));
        }

        @Test
        void refusesNumbersOutOfRange() {
            assertThatThrownBy(() -> Mailbox.throttled(0, Duration.ofSeconds(1), 1))
                    .hasMessageContaining("count=0");
            assertThatThrownBy(() -> Mailbox.throttled(1, Duration.ZERO, 1)).hasMessageContaining("per=PT0S");
        }
    }
}
