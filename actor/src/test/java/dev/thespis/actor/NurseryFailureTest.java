package dev.thespis.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // the nursery reports what fails
class NurseryFailureTest {
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
    class Failures {
        @Test
        void ofATaskCancelTheOthersAndAreThrown() throws Exception {
            Future<Object> other = nursery.fork("other", () -> untilInterrupted());
            started.await();
            Future<Object> failing = nursery.fork("failing", () -> {
                throw new java.io.IOException("no disk");
            });

            interrupted.await();
            assertThatThrownBy(nursery::join)
                    .isInstanceOf(NurseryException.class)
                    .hasMessageContaining("nursery test")
                    .hasRootCauseMessage("no disk")
                    .hasNoSuppressedExceptions();
            assertThat(other).isCancelled();
            assertThat(failing.state()).isEqualTo(Future.State.FAILED);
            nursery.close();
        }

        @Test
        void areThrownOnce() throws Exception {
            nursery.fork("failing", () -> {
                throw new IllegalStateException("once");
            });

            assertThatThrownBy(() -> {
                        try (nursery) {
                            nursery.join();
                        }
                    })
                    .hasRootCauseMessage("once")
                    .hasNoSuppressedExceptions();
        }

        @Test
        void areBoundedAndCounted() throws Exception {
            List<Address<Worker>> workers = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                workers.add(nursery.spawn(
                        Worker.class,
                        ActorOptions.defaults().withSupervision(Supervision.stop()),
                        Worker.Willing::new));
            }
            for (Address<Worker> worker : workers) {
                worker.send(Worker.work(() -> {
                    throw new IllegalStateException("one of many");
                }));
            }
            NurseryException thrown = catchThrowableOfType(NurseryException.class, nursery::close);

            assertThat(thrown.getSuppressed()).hasSize(16);
            assertThat(thrown.unkept()).isEqualTo(13);
        }

        @Test
        void ofNestedNurseriesAreThrownByWhoClosesThem() {
            Nursery inner = nursery.nest("inner");
            inner.fork("failing", () -> {
                throw new IllegalStateException("inner");
            });

            assertThatThrownBy(nursery::close)
                    .hasMessageContaining("nursery test")
                    .hasRootCauseMessage("inner");
        }

        @Test
        void areNotWhatWasInterruptedByTheCancel() throws Exception {
            nursery.fork("task", () -> untilInterrupted());
            started.await();
            nursery.cancel();
            nursery.close();
        }

        @Test
        void areNotActorsThatACancelledTaskFindsStopped() throws Exception {
            Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);
            nursery.fork("task", () -> {
                started.open();
                release.awaitStubbornly();
                Thread.interrupted();
                return worker.call(Worker.nothing());
            });
            started.await();
            nursery.cancel();
            release.open();
            nursery.close();
        }

        @Test
        void areNotTasksThatWereCancelled() throws Exception {
            Future<Object> task = nursery.fork("task", () -> untilInterrupted());
            started.await();
            task.cancel(true);
            interrupted.await();

            assertThat(nursery.fork("other", () -> "goes on").get()).isEqualTo("goes on");
            nursery.close();
        }
    }

    @Nested
    class Joining {
        @Test
        void waitsForTasksOfNestedNurseriesToo() throws Exception {
            Future<Object> task = nursery.nest("inner").nest("innermost").fork("task", () -> untilInterrupted());
            FutureTask<Void> joining = new FutureTask<>(() -> {
                nursery.join();
                return null;
            });
            started.await();
            Eventually.parked(Thread.ofVirtual().start(joining));
            release.open();
            joining.get();

            assertThat(task.isDone()).isTrue();
            nursery.close();
        }

        @Test
        void waitsForTasksThatOtherTasksHaveForkedInNurseriesOfTheirOwn() throws Exception {
            Latch nested = new Latch();
            Future<?> outer = nursery.fork("outer", () -> {
                started.await();
                nursery.nest("late").fork("inner", () -> {
                    nested.open();
                    release.await();
                    return null;
                });
                nested.await();
                return null;
            });
            FutureTask<Void> joining = new FutureTask<>(() -> {
                nursery.join();
                return null;
            });
            Thread joiner = Thread.ofVirtual().start(joining);
            Eventually.parked(joiner);
            started.open();
            outer.get();
            Eventually.parked(joiner);
            assertThat(joining).isNotDone();
            release.open();
            joining.get();
            nursery.close();
        }

        @Test
        void doesNotWaitForActors() throws Exception {
            nursery.spawn(Counter.class, Tally::new);
            nursery.join();
            nursery.close();
        }
    }
}
