package dev.thespis.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thespis.actor.CallFailure.Handled;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // the nursery reports what fails
class NurseryTest {
    private final Nursery nursery = Nursery.open("test");
    private final Latch started = new Latch();
    private final Latch interrupted = new Latch();
    private final Latch release = new Latch();

    private Object untilInterrupted() throws InterruptedException {
        started.open();
        try {
            release.await();
            return "released";
        } catch (InterruptedException e) {
            interrupted.open();
            throw e;
        }
    }

    @Nested
    class Closing {
        @Test
        void waitsForTasks() throws Exception {
            Future<Object> task = nursery.fork("task", () -> untilInterrupted());
            started.await();
            FutureTask<Void> closing = closing();
            Eventually.parked(Thread.ofVirtual().start(closing));
            release.open();
            closing.get();

            assertThat(task.get()).isEqualTo("released");
        }

        @Test
        void letsActorsHandleWhatIsInTheirMailboxes() throws Exception {
            AtomicInteger handled = new AtomicInteger();
            for (int i = 0; i < 10; i++) {
                Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);
                for (int j = 0; j < 100; j++) {
                    worker.send(Worker.work(handled::incrementAndGet));
                }
            }
            nursery.close();

            assertThat(handled).hasValue(1_000);
        }

        @Test
        void stopsTheActorsSpawnedLastFirst() throws Exception {
            List<Integer> arrived = new CopyOnWriteArrayList<>();
            Address<Worker> sink = nursery.spawn(Worker.class, Worker.Willing::new);
            Address<Worker> stage = nursery.spawn(Worker.class, Worker.Willing::new);
            for (int i = 0; i < 500; i++) {
                int number = i;
                stage.send(Worker.work(() -> {
                    sink.send(Worker.work(() -> arrived.add(number)));
                    return null;
                }));
            }
            nursery.close();

            assertThat(arrived).hasSize(500).isSorted();
        }

        @Test
        void closesNestedNurseriesFirst() {
            List<String> order = new CopyOnWriteArrayList<>();
            nursery.spawn(Worker.class, () -> new Named("outer", order));
            Nursery inner = nursery.nest("inner");
            inner.spawn(Worker.class, () -> new Named("inner", order));
            nursery.close();

            assertThat(order).containsExactly("inner", "outer");
            assertThat(inner.name()).isEqualTo("inner");
        }

        @Test
        void twiceDoesNothing() {
            nursery.close();
            nursery.close();
        }

        @Test
        void refusesWhatComesLater() throws Exception {
            Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);
            nursery.close();

            assertThatThrownBy(() -> nursery.spawn(Worker.class, Worker.Willing::new))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("nursery test is closed");
            assertThatThrownBy(() -> nursery.fork("late", () -> 1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> nursery.nest("late")).isInstanceOf(IllegalStateException.class);
            assertThat(Failing.ofCall(() -> worker.call(Worker.nothing())))
                    .isEqualTo(new CallFailure.ActorStopped(worker.name(), Handled.NO));
        }

        @Test
        void isRefusedToItsOwnMembers() throws Exception {
            Nursery inner = nursery.nest("inner");
            Address<Worker> worker = inner.spawn(Worker.class, Worker.Willing::new);

            assertThat(worker.call(Worker.work(() -> message(inner))))
                    .asString()
                    .contains("would wait for itself");
            assertThat(worker.call(Worker.work(() -> message(nursery))))
                    .asString()
                    .contains("would wait for itself");
            assertThat(worker.call(Worker.aside(() -> message(inner))))
                    .asString()
                    .contains("would wait for itself");
            assertThat(inner.fork("task", () -> message(nursery)).get()).contains("would wait for itself");
            nursery.close();
        }

        private static String message(Nursery closed) {
            return String.valueOf(catchThrowableOfType(IllegalStateException.class, closed::close));
        }

        @Test
        void isAllowedForANurseryOpenedInAHandler() throws Exception {
            Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);

            Object reply = worker.call(Worker.work(() -> {
                try (Nursery inside = Nursery.open("inside")) {
                    Address<Counter> counter = inside.spawn(Counter.class, Tally::new);
                    counter.send(new Counter.Add(4));
                    return counter.call(new Counter.Show());
                }
            }));

            assertThat(reply).isEqualTo(4L);
            nursery.close();
        }

        @Test
        void isRefusedFromInsideANurseryThatAHandlerOpened() throws Exception {
            Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);

            Object reply = worker.call(Worker.work(() -> {
                try (Nursery inside = Nursery.open("inside")) {
                    return inside.fork("task", () -> message(nursery)).get();
                }
            }));

            assertThat(reply).asString().contains("would wait for itself");
            nursery.close();
        }

        @Test
        void thatIsInterruptedCancels() throws Exception {
            Future<Object> task = nursery.fork("task", () -> untilInterrupted());
            Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);
            CompletableFuture<Object> running = worker.callAsync(Worker.work(() -> untilInterrupted()));
            started.await();
            FutureTask<Boolean> closing = new FutureTask<>(() -> {
                nursery.close();
                return Thread.currentThread().isInterrupted();
            });
            Thread closer = Thread.ofVirtual().start(closing);
            Eventually.parked(closer);
            closer.interrupt();

            assertThat(closing.get()).isTrue();
            assertThat(task).isCancelled();
            assertThat(Failing.of(running)).isInstanceOf(CallFailure.ActorStopped.class);
        }

        @Test
        void thatIsInterruptedDoesNotInterruptHooks() throws Exception {
            nursery.spawn(Worker.class, () -> new Actor<>() {
                @Override
                public Handlers<Worker> handlers() {
                    return new Worker.Willing().handlers();
                }

                @Override
                public void stopped() throws InterruptedException {
                    started.open();
                    release.await();
                }
            });
            FutureTask<Boolean> closing = new FutureTask<>(() -> {
                nursery.close();
                return Thread.currentThread().isInterrupted();
            });
            Thread closer = Thread.ofVirtual().start(closing);
            started.await();
            closer.interrupt();
            release.open();

            assertThat(closing.get()).isTrue();
        }

        private FutureTask<Void> closing() {
            return new FutureTask<>(nursery::close, null);
        }
    }

    @Nested
    class Cancelling {
        @Test
        void interruptsTasksAndHandlersAndFailsWhatWaits() throws Exception {
            Future<Object> task = nursery.fork("task", () -> untilInterrupted());
            Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);
            Latch handling = new Latch();
            CompletableFuture<Object> running = worker.callAsync(Worker.work(() -> {
                handling.open();
                return untilInterrupted();
            }));
            CompletableFuture<Object> waiting = worker.callAsync(Worker.nothing());
            started.await();
            handling.await();
            nursery.cancel();
            nursery.close();

            interrupted.await();
            assertThat(task).isCancelled();
            assertThat(Failing.of(running)).isEqualTo(new CallFailure.ActorStopped(worker.name(), Handled.MAYBE));
            assertThat(Failing.of(waiting)).isEqualTo(new CallFailure.ActorStopped(worker.name(), Handled.NO));
        }

        @Test
        void reachesNestedNurseries() throws Exception {
            nursery.nest("inner").fork("task", () -> untilInterrupted());
            started.await();
            nursery.cancel();

            interrupted.await();
            nursery.close();
        }

        @Test
        void endsIdleActorsOneAfterTheOther() {
            // A million of them at once would need memory for a million threads.
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < 100; i++) {
                nursery.spawn(Worker.class, () -> new Actor<>() {
                    @Override
                    public Handlers<Worker> handlers() {
                        return new Worker.Willing().handlers();
                    }

                    @Override
                    public void stopped() {
                        threads.add(Thread.currentThread());
                    }
                });
            }
            nursery.cancel();
            nursery.close();

            assertThat(threads).hasSize(1);
        }

        @Test
        void canBeWhatCloseDoes() throws Exception {
            try (Nursery hasty = Nursery.open(NurseryOptions.named("hasty").withOnClose(Ending.CANCEL))) {
                Address<Worker> worker = hasty.spawn(Worker.class, Worker.Willing::new);
                worker.send(Worker.work(() -> untilInterrupted()));
                started.await();
            }
            interrupted.await();
            nursery.close();
        }

        @Test
        void canComeFromAMember() throws Exception {
            Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);
            CompletableFuture<Object> reply = worker.callAsync(Worker.work(() -> {
                nursery.cancel();
                return Thread.interrupted();
            }));

            assertThat(reply.get()).isEqualTo(true);
            nursery.close();
        }

        @Test
        void refusesNewMembers() {
            nursery.cancel();

            assertThatThrownBy(() -> nursery.fork("late", () -> 1)).hasMessage("nursery test is cancelled");
            nursery.close();
        }
    }

    @Nested
    class StoppingOne {
        @Test
        void cancelsWhatItIsAbout() throws Exception {
            Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);
            CompletableFuture<Object> running = worker.callAsync(Worker.work(() -> untilInterrupted()));
            CompletableFuture<Object> beside = worker.callAsync(Worker.nothing());
            started.await();
            nursery.stop(worker, Ending.CANCEL).get();

            assertThat(Failing.of(running)).isEqualTo(new CallFailure.ActorStopped(worker.name(), Handled.MAYBE));
            assertThat(Failing.of(beside)).isEqualTo(new CallFailure.ActorStopped(worker.name(), Handled.NO));
            nursery.close();
        }

        @Test
        void canBeMadeShortLater() throws Exception {
            Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);
            worker.send(Worker.work(() -> untilInterrupted()));
            started.await();
            CompletableFuture<?> end = nursery.stop(worker);
            assertThat(end).isNotDone();
            nursery.stop(worker, Ending.CANCEL);

            end.get();
            interrupted.await();
            nursery.close();
        }

        @Test
        void canBeDoneByTheActorItself() throws Exception {
            Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);
            CompletableFuture<Object> reply = worker.callAsync(Worker.work(() -> nursery.stop(worker)));

            ((CompletableFuture<?>) reply.get()).get();
            assertThat(Failing.ofCall(() -> worker.call(Worker.nothing())))
                    .isInstanceOf(CallFailure.ActorStopped.class);
            nursery.close();
        }

        @Test
        void againIsDoneAtOnce() throws Exception {
            Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);
            nursery.stop(worker).get();

            assertThat(nursery.stop(worker)).isCompleted();
            nursery.close();
        }

        @Test
        void isRefusedForAnActorOfAnotherNursery() {
            try (Nursery other = Nursery.open("other")) {
                Address<Counter> counter = other.spawn(Counter.class, Tally::new);

                assertThatThrownBy(() -> nursery.stop(counter))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("is not an actor of the nursery test");
            }
            nursery.close();
        }
    }

    @Nested
    class Events {
        @Test
        void includeThoseOfNestedNurseries() throws Exception {
            Observer<NurseryEvent> events = nursery.events().observe();
            Nursery inner = nursery.nest("inner");
            Address<Counter> counter = inner.spawn(Counter.class, Tally::new);
            inner.fork("failing", () -> {
                throw new IllegalStateException("inner");
            });
            assertThatThrownBy(nursery::close).hasRootCauseMessage("inner");

            assertThat(events.poll())
                    .contains(new NurseryEvent.ActorStarted(counter), new NurseryEvent.ActorStopped(counter))
                    .anyMatch(event -> event instanceof NurseryEvent.TaskFailed failed
                            && failed.task().equals("failing")
                            && failed.cause() instanceof IllegalStateException);
        }
    }

    private record Named(String name, List<String> order) implements Actor<Worker> {
        @Override
        public Handlers<Worker> handlers() {
            return new Worker.Willing().handlers();
        }

        @Override
        public void stopped() {
            order.add(name);
        }
    }
}
