package dev.thespis.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.NurseryEvent.Decision;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SupervisionTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Nursery nursery = Nursery.open("test");
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final AtomicInteger made = new AtomicInteger();

    /// An actor that says which instance it is.
    private final class Instance implements Actor<Worker> {
        private final int number = made.incrementAndGet();

        @Override
        public Handlers<Worker> handlers() {
            return Handlers.of(Worker.class)
                    .on(Worker.Work.class, work -> work.work().call() + "@" + number)
                    .concurrent(Worker.Aside.class, aside -> aside.work().call());
        }

        @Override
        public void started() {
            steps.add("started " + number);
        }

        @Override
        public void stopped() {
            steps.add("stopped " + number);
        }
    }

    private Address<Worker> spawn(Supervision supervision) {
        return nursery.spawn(
                Worker.class, ActorOptions.named("supervised").withSupervision(supervision), () -> new Instance());
    }

    private static Worker.Work failing(String message) {
        return Worker.work(() -> {
            throw new IllegalStateException(message);
        });
    }

    private static Worker.Work broken() {
        return Worker.work(() -> {
            throw new StackOverflowError("simulated");
        });
    }

    private static Supervision restarts(int budget) {
        return Supervision.restart(budget, Duration.ofHours(1), Backoff.none());
    }

    @Nested
    class Resume {
        @Test
        void keepsTheState() throws Exception {
            Address<Worker> worker = spawn(Supervision.resume());
            worker.send(failing("ignored"));

            assertThat(worker.call(Worker.nothing())).isEqualTo("done@1");
            nursery.close();
            assertThat(steps).containsExactly("started 1", "stopped 1");
        }

        @Test
        void doesNotHoldForErrors() throws Exception {
            Address<Worker> worker = spawn(Supervision.resume());

            assertThatThrownBy(() -> worker.call(broken()))
                    .isInstanceOf(CallException.class)
                    .hasCauseInstanceOf(StackOverflowError.class);
            assertThat(Failing.ofCall(() -> worker.call(Worker.nothing())))
                    .isInstanceOf(CallFailure.ActorStopped.class);
            assertThatThrownBy(nursery::close)
                    .isInstanceOf(NurseryException.class)
                    .hasCauseInstanceOf(StackOverflowError.class);
        }

        @Test
        void isTheDefault() {
            assertThat(ActorOptions.defaults().supervision()).isEqualTo(Supervision.resume());
            nursery.close();
        }
    }

    @Nested
    class Stop {
        @Test
        void failsWhatIsInTheMailbox() throws Exception {
            Address<Worker> worker = spawn(Supervision.stop());
            Latch release = new Latch();
            worker.send(Worker.work(() -> {
                release.await();
                throw new IllegalStateException("first");
            }));
            CompletableFuture<Object> waiting = worker.callAsync(Worker.nothing());
            release.open();

            assertThat(Failing.of(waiting)).isEqualTo(new CallFailure.ActorStopped("supervised", Handled.NO));
            assertThatThrownBy(nursery::close).hasRootCauseMessage("first");
            assertThat(steps).containsExactly("started 1", "stopped 1");
        }

        @Test
        void reportsConcurrentHandlersThatFailWhileItStops() throws Exception {
            Address<Worker> worker = spawn(Supervision.stop());
            Latch started = new Latch();
            Latch release = new Latch();
            worker.send(Worker.aside(() -> {
                started.open();
                release.await();
                throw new IllegalStateException("beside");
            }));
            started.await();
            CompletableFuture<?> end = nursery.stop(worker);
            release.open();
            end.get();

            assertThatThrownBy(nursery::close).hasRootCauseMessage("beside");
        }

        @Test
        void leavesOtherActorsAlone() throws Exception {
            Address<Worker> worker = spawn(Supervision.stop());
            Address<Worker> other = spawn(Supervision.stop());
            worker.send(failing("alone"));

            assertThat(other.call(Worker.nothing())).isEqualTo("done@2");
            assertThatThrownBy(nursery::close).hasRootCauseMessage("alone");
        }

        @Test
        void appliesToConcurrentHandlers() throws Exception {
            Address<Worker> worker = spawn(Supervision.stop());
            worker.send(Worker.aside(() -> {
                throw new IllegalStateException("beside");
            }));

            Eventually.holds("stopped", () -> steps.contains("stopped 1"));
            assertThatThrownBy(nursery::close).hasRootCauseMessage("beside");
        }
    }

    @Nested
    class Restart {
        @Test
        void makesTheStateAnewAndKeepsAddressAndMailbox() throws Exception {
            Address<Worker> worker = spawn(restarts(1));
            Latch release = new Latch();
            CompletableFuture<Object> failing = worker.callAsync(Worker.work(() -> {
                release.await();
                throw new IllegalStateException("once");
            }));
            CompletableFuture<Object> waiting = worker.callAsync(Worker.nothing());
            release.open();

            assertThat(Failing.of(failing)).isEqualTo(new CallFailure.HandlerFailed("supervised"));
            assertThat(waiting.get()).isEqualTo("done@2");
            assertThat(steps).containsExactly("started 1", "stopped 1", "started 2");
            nursery.close();
        }

        @Test
        void holdsForErrorsToo() throws Exception {
            Address<Worker> worker = spawn(restarts(1));
            worker.send(broken());

            assertThat(worker.call(Worker.nothing())).isEqualTo("done@2");
            nursery.close();
        }

        @Test
        void stopsWhenTheBudgetIsUsedUp() throws Exception {
            Address<Worker> worker = spawn(restarts(2));
            worker.send(failing("one"));
            worker.send(failing("two"));
            worker.send(failing("three"));

            assertThat(Failing.ofCall(() -> worker.call(Worker.nothing())))
                    .isEqualTo(new CallFailure.ActorStopped("supervised", Handled.NO));
            assertThatThrownBy(nursery::close).hasRootCauseMessage("three");
            assertThat(made).hasValue(3);
        }

        @Test
        void countsOnlyFailuresWithinTheTime() throws Exception {
            Address<Worker> worker = spawn(Supervision.restart(1, Duration.ofNanos(1), Backoff.none()));
            for (int i = 0; i < 50; i++) {
                worker.send(failing("again"));
            }

            assertThat(worker.call(Worker.nothing())).isEqualTo("done@51");
            nursery.close();
        }

        @Test
        void countsFactoriesThatFail() throws Exception {
            Address<Worker> worker =
                    nursery.spawn(Worker.class, ActorOptions.defaults().withSupervision(restarts(3)), () -> {
                        if (made.get() == 0) {
                            return new Instance();
                        }
                        throw new IllegalStateException("factory " + made.incrementAndGet());
                    });
            worker.send(failing("handler"));

            assertThat(Failing.ofCall(() -> worker.call(Worker.nothing())))
                    .isInstanceOf(CallFailure.ActorStopped.class);
            assertThatThrownBy(nursery::close).hasRootCauseMessage("factory 4");
            assertThat(steps).containsExactly("started 1", "stopped 1");
        }

        @Test
        void thatFailsWhileTheActorIsCancelledIsReported() throws Exception {
            Latch making = new Latch();
            Latch release = new Latch();
            Address<Worker> worker =
                    nursery.spawn(Worker.class, ActorOptions.defaults().withSupervision(restarts(3)), () -> {
                        if (made.get() == 0) {
                            return new Instance();
                        }
                        making.open();
                        release.awaitStubbornly();
                        throw new IllegalStateException("factory");
                    });
            worker.send(failing("handler"));
            making.await();
            CompletableFuture<?> end = nursery.stop(worker, Ending.CANCEL);
            release.open();
            end.get();

            assertThatThrownBy(nursery::close).hasRootCauseMessage("factory");
        }

        @Test
        void leavesNoInterruptOfAHookBehind() throws Exception {
            AtomicInteger interrupts = new AtomicInteger();
            Address<Worker> worker = nursery.spawn(
                    Worker.class,
                    ActorOptions.defaults().withSupervision(Supervision.restart(3, LONG, Backoff.none())),
                    () -> new Actor<>() {
                        @Override
                        public Handlers<Worker> handlers() {
                            return new Worker.Willing().handlers();
                        }

                        @Override
                        public void started() {
                            // Not at the first time, which is on the test's thread.
                            if (made.getAndIncrement() > 0) {
                                interrupts.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                                Thread.currentThread().interrupt();
                            }
                        }

                        @Override
                        public void stopped() {
                            Thread.currentThread().interrupt();
                        }
                    });
            worker.send(failing("restart"));

            assertThat(worker.call(Worker.work(() -> Thread.currentThread().isInterrupted())))
                    .isEqualTo(false);
            assertThat(interrupts).hasValue(0);
            nursery.close();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        @Test
        void thatPausesIsCutShortByACancel() throws Exception {
            Backoff hour = new Backoff(Duration.ofHours(1), Duration.ofHours(1));
            Address<Worker> worker = spawn(Supervision.restart(5, Duration.ofHours(1), hour));
            Observer<NurseryEvent> events = nursery.events().observe();
            worker.send(failing("pause"));
            CompletableFuture<Object> waiting = worker.callAsync(Worker.nothing());
            assertThat(events.take(LONG)).isInstanceOf(NurseryEvent.ActorFailed.class); // a restart is decided on

            nursery.stop(worker, Ending.CANCEL).get();

            assertThat(Failing.of(waiting)).isInstanceOf(CallFailure.ActorStopped.class);
            nursery.close();
        }

        @Test
        void thatPausesIsCutShortByAStopAndHandlesWhatWaits() throws Exception {
            Backoff hour = new Backoff(Duration.ofHours(1), Duration.ofHours(1));
            Address<Worker> worker = spawn(Supervision.restart(5, Duration.ofHours(1), hour));
            CompletableFuture<Object> failing = worker.callAsync(failing("pause"));
            CompletableFuture<Object> waiting = worker.callAsync(Worker.nothing());
            assertThat(Failing.of(failing)).isInstanceOf(CallFailure.HandlerFailed.class);

            nursery.stop(worker).get();

            assertThat(waiting.get()).isEqualTo("done@2");
            nursery.close();
        }

        @Test
        void pausesLongerEachTime() {
            Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(350));

            assertThat(List.of(backoff.pause(1), backoff.pause(2), backoff.pause(3), backoff.pause(99)))
                    .containsExactly(
                            Duration.ofMillis(100),
                            Duration.ofMillis(200),
                            Duration.ofMillis(350),
                            Duration.ofMillis(350));
            nursery.close();
        }

        @Test
        void refusesNumbersOutOfRange() {
            assertThatThrownBy(() -> Supervision.restart(0, LONG, Backoff.none()))
                    .hasMessageContaining("budget=0");
            assertThatThrownBy(() -> Supervision.restart(1, Duration.ZERO, Backoff.none()))
                    .hasMessageContaining("within=PT0S");
            assertThatThrownBy(() -> new Backoff(LONG, Duration.ZERO)).hasMessageContaining("max=PT0S");
            nursery.close();
        }
    }

    @Nested
    class Events {
        @Test
        void tellOfEveryFailingSend() throws Exception {
            Address<Worker> worker = spawn(restarts(1));
            try (Observer<NurseryEvent> events = nursery.events().observe()) {
                worker.send(failing("first"));
                NurseryEvent.ActorFailed first = (NurseryEvent.ActorFailed) events.take(LONG);
                assertThat(first.actor()).isEqualTo(worker);
                assertThat(first.cause()).hasMessage("first");
                assertThat(first.decision()).isEqualTo(Decision.RESTART);
                assertThat(events.take(LONG)).isEqualTo(new NurseryEvent.ActorRestarted(worker));

                worker.send(failing("second"));
                NurseryEvent.ActorFailed second = (NurseryEvent.ActorFailed) events.take(LONG);
                assertThat(second.decision()).isEqualTo(Decision.STOP);
                assertThat(events.take(LONG)).isEqualTo(new NurseryEvent.ActorStopped(worker));
            }
            assertThatThrownBy(nursery::close).hasRootCauseMessage("second");
        }

        @Test
        void tellOfConcurrentHandlersThatFail() throws Exception {
            Address<Worker> worker = spawn(Supervision.resume());
            try (Observer<NurseryEvent> events = nursery.events().observe()) {
                worker.send(Worker.aside(() -> {
                    throw new IllegalStateException("beside");
                }));

                NurseryEvent.ActorFailed failed = (NurseryEvent.ActorFailed) events.take(LONG);
                assertThat(failed.cause()).hasMessage("beside");
                assertThat(failed.decision()).isEqualTo(Decision.RESUME);
            }
            nursery.close();
        }

        @Test
        void tellOfSendsThatAreDroppedWhenTheActorStops() throws Exception {
            Address<Worker> worker = spawn(Supervision.stop());
            Latch release = new Latch();
            Worker.Work lost = Worker.nothing();
            worker.send(Worker.work(() -> {
                release.await();
                throw new IllegalStateException("stop");
            }));
            worker.send(lost);
            try (Observer<NurseryEvent> events = nursery.events().observe()) {
                release.open();
                assertThat(events.take(LONG)).isInstanceOf(NurseryEvent.ActorFailed.class);
                assertThat(events.take(LONG))
                        .isEqualTo(new NurseryEvent.MessageDropped(
                                worker, lost, new CallFailure.ActorStopped("supervised", Handled.NO)));
            }
            assertThatThrownBy(nursery::close).hasRootCauseMessage("stop");
        }

        @Test
        void tellOfStartsAndStops() throws Exception {
            try (Observer<NurseryEvent> events = nursery.events().observe()) {
                Address<Worker> worker = spawn(Supervision.resume());
                assertThat(events.take(LONG)).isEqualTo(new NurseryEvent.ActorStarted(worker));
                nursery.stop(worker).get();
                assertThat(events.take(LONG)).isEqualTo(new NurseryEvent.ActorStopped(worker));
            }
            nursery.close();
        }
    }

    @Test
    void recordsAHookThatFails() {
        nursery.spawn(Worker.class, () -> new Actor<>() {
            @Override
            public Handlers<Worker> handlers() {
                return new Worker.Willing().handlers();
            }

            @Override
            public void stopped() throws Exception {
                throw new java.io.IOException("not flushed");
            }
        });

        assertThatThrownBy(nursery::close).isInstanceOf(NurseryException.class).hasRootCauseMessage("not flushed");
    }
}
