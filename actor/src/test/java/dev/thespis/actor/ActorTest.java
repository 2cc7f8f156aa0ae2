package dev.thespis.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ActorTest {
    private final Nursery nursery = Nursery.open("test");

    @AfterEach
    void close() {
        nursery.close();
    }

    @Nested
    class Handling {
        @Test
        void repliesWithWhatTheHandlerReturns() throws Exception {
            Address<Counter> counter = nursery.spawn(Counter.class, Tally::new);
            counter.send(new Counter.Add(5));
            counter.call(new Counter.Add(2));

            long total = counter.call(new Counter.Show());

            assertThat(total).isEqualTo(7);
        }

        @Test
        void handlesSendsAndCallsOfOneThreadInOrder() throws Exception {
            Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);
            List<Integer> seen = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                int number = i;
                Worker.Work message = Worker.work(() -> seen.add(number));
                switch (i % 3) {
                    case 0 -> worker.send(message);
                    case 1 -> worker.call(message);
                    default -> {
                        assertThat(worker.callAsync(message)).isNotNull();
                    }
                }
            }
            worker.call(Worker.nothing());

            assertThat(seen).hasSize(3_000).isSorted();
        }

        @Test
        void repliesNullForVoid() throws Exception {
            Address<Counter> counter = nursery.spawn(Counter.class, Tally::new);

            Object reply = counter.call(new Counter.Add(1));

            assertThat(reply).isNull();
        }

        @Test
        void repliesToFutures() throws Exception {
            Address<Counter> counter = nursery.spawn(Counter.class, Tally::new);
            counter.send(new Counter.Add(3));

            assertThat(counter.callAsync(new Counter.Show()).get()).isEqualTo(3);
        }

        @Test
        void failsTheCallWhoseHandlerThrowsAndGoesOn() throws Exception {
            Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);
            Exception cause = new java.io.IOException("disk full");

            assertThatThrownBy(() -> worker.call(Worker.work(() -> {
                        throw cause;
                    })))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            failed -> assertThat(failed.failure())
                                    .isEqualTo(new CallFailure.HandlerFailed(worker.name())))
                    .hasCause(cause);
            assertThat(worker.call(Worker.nothing())).isEqualTo("done");
        }

        @Test
        void failsTheFutureWhoseHandlerThrows() throws Exception {
            Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);
            CompletableFuture<Object> reply = worker.callAsync(Worker.work(() -> {
                throw new IllegalStateException("no");
            }));

            assertThatThrownBy(reply::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(CallException.class)
                    .hasRootCauseMessage("no");
        }

        @Test
        void runsHandlersOnVirtualThreadsNamedAfterTheActor() throws Exception {
            Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);
            AtomicReference<Thread> thread = new AtomicReference<>();

            worker.call(Worker.work(() -> {
                thread.set(Thread.currentThread());
                return null;
            }));

            assertThat(thread.get().isVirtual()).isTrue();
            assertThat(thread.get().getName()).isEqualTo(worker.name());
        }

        @Test
        void refusesRecordThatIsNestedElsewhere() {
            record Foreign() implements Message<Counter, Long> {}
            Address<Counter> counter = nursery.spawn(Counter.class, Tally::new);

            assertThatThrownBy(() -> counter.send(new Foreign()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is not a message of Counter");
        }
    }

    @Nested
    class Spawning {
        @Test
        void givesTheActorItsOwnAddress() throws Exception {
            AtomicReference<Address<Worker>> own = new AtomicReference<>();
            Address<Worker> worker = nursery.spawn(Worker.class, self -> {
                own.set(self);
                return new Worker.Willing();
            });

            assertThat(own.get()).isEqualTo(worker);
        }

        @Test
        void handlesAfterTheStartWhatTheActorSendsItselfBefore() throws Exception {
            List<String> steps = new ArrayList<>();
            Address<Worker> worker = nursery.spawn(Worker.class, self -> {
                self.trySend(Worker.work(() -> steps.add("handled")));
                return new Hooked(steps);
            });
            worker.call(Worker.nothing());

            assertThat(steps).containsExactly("started", "handled");
        }

        @Test
        void callsTheHooksOnce() throws Exception {
            List<String> steps = new ArrayList<>();
            Address<Worker> worker = nursery.spawn(Worker.class, () -> new Hooked(steps));
            worker.send(Worker.work(() -> steps.add("handled")));

            nursery.stop(worker).get();

            assertThat(steps).containsExactly("started", "handled", "stopped");
        }

        @Test
        void throwsWhatTheFactoryThrows() {
            assertThatThrownBy(() -> nursery.spawn(Worker.class, () -> {
                        throw new IllegalStateException("no state");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no state");
        }

        @Test
        void throwsWhatTheStartThrows() {
            assertThatThrownBy(() -> nursery.spawn(Worker.class, () -> new Broken(new java.io.IOException("no file"))))
                    .isInstanceOf(NurseryException.class)
                    .hasRootCauseMessage("no file");
        }

        @Test
        void failsWhatWasSentToAnActorThatCouldNotStart() {
            AtomicReference<CompletableFuture<Object>> reply = new AtomicReference<>();
            assertThatThrownBy(() -> nursery.spawn(Worker.class, self -> {
                        try {
                            reply.set(self.callAsync(Worker.nothing()));
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        throw new IllegalStateException("no state");
                    }))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(Failing.of(reply.get())).isInstanceOf(CallFailure.ActorStopped.class);
        }

        @Test
        void refusesIncompleteHandlersNamingAllMissingMessages() {
            assertThatThrownBy(() -> nursery.spawn(Counter.class, () -> () -> Handlers.of(Counter.class)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no handler for Add, Show of Counter");
        }
    }

    @Nested
    class Identity {
        @Test
        void differsBetweenActors() {
            Address<Counter> one = nursery.spawn(Counter.class, Tally::new);
            Address<Counter> other = nursery.spawn(Counter.class, Tally::new);

            assertThat(one).isNotEqualTo(other);
            assertThat(one.id()).isNotEqualTo(other.id());
            assertThat(one.name()).isEqualTo("Counter#" + one.id());
        }

        @Test
        void isKeptByNarrowing() throws Exception {
            Address<Store> store = nursery.spawn(Store.class, Shelf::new);
            Address<Reader> reader = Address.narrow(store);
            store.call(new Store.Put("book"));

            assertThat(reader.call(new Reader.Get())).containsExactly("book");
            assertThat(reader).isEqualTo(store).hasSameHashCodeAs(store);
        }

        @Test
        void takesTheNameThatIsGiven() {
            Address<Counter> counter = nursery.spawn(Counter.class, ActorOptions.named("till"), Tally::new);

            assertThat(counter.name()).isEqualTo("till");
            assertThat(counter).hasToString("till");
        }
    }

    interface Reader {
        record Get() implements Message<Reader, List<String>> {}
    }

    interface Store extends Reader {
        record Put(String item) implements Message<Store, Void> {}
    }

    static final class Shelf implements Actor<Store> {
        private final List<String> items = new ArrayList<>();

        @Override
        public Handlers<Store> handlers() {
            return Handlers.of(Store.class)
                    .run(Store.Put.class, put -> items.add(put.item()))
                    .on(Reader.Get.class, get -> List.copyOf(items));
        }
    }

    record Hooked(List<String> steps) implements Actor<Worker> {
        @Override
        public Handlers<Worker> handlers() {
            return new Worker.Willing().handlers();
        }

        @Override
        public void started() {
            steps.add("started");
        }

        @Override
        public void stopped() {
            steps.add("stopped");
        }
    }

    record Broken(Exception failure) implements Actor<Worker> {
        @Override
        public Handlers<Worker> handlers() {
            return new Worker.Willing().handlers();
        }

        @Override
        public void started() throws Exception {
            throw failure;
        }
    }
}
