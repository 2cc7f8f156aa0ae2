package dev.thespis.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.CallFailure.Handled;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallTest {
    private static final Duration SHORT = Duration.ofMillis(30);

    /// Enough for a handler to start, however busy the machine is.
    private static final Duration STARTED = Duration.ofSeconds(1);

    private final Nursery nursery = Nursery.open("test");
    private final Address<Worker> worker = nursery.spawn(Worker.class, Worker.Willing::new);
    private final Latch started = new Latch();
    private final Latch interrupted = new Latch();
    private final Latch release = new Latch();
    private final AtomicInteger handled = new AtomicInteger();

    @AfterEach
    void close() {
        release.open();
        nursery.close();
    }

    /// A handler that runs until it is interrupted.
    private Worker.Work endless() {
        return Worker.work(() -> {
            started.open();
            try {
                release.await();
                return "released";
            } catch (InterruptedException e) {
                interrupted.open();
                throw e;
            }
        });
    }

    /// A handler that runs until it is released, interrupted or not.
    private Worker.Work stubborn() {
        return Worker.work(() -> {
            started.open();
            release.awaitStubbornly();
            return "released";
        });
    }

    private Worker.Work counted() {
        return Worker.work(handled::incrementAndGet);
    }

    @Nested
    class Deadline {
        @Test
        void endsTheWaitAndInterruptsTheHandler() throws Exception {
            assertThat(Failing.ofCall(() -> worker.call(endless(), STARTED)))
                    .isEqualTo(new CallFailure.Timeout(STARTED, Handled.MAYBE));
            interrupted.await();
        }

        @Test
        void endsTheWaitOfAQueuedCallWhichIsNeverHandled() throws Exception {
            worker.send(stubborn());
            started.await();

            assertThat(Failing.ofCall(() -> worker.call(counted(), SHORT)))
                    .isEqualTo(new CallFailure.Timeout(SHORT, Handled.NO));

            release.open();
            worker.call(Worker.nothing());
            assertThat(handled).hasValue(0);
        }

        @Test
        void doesNotWaitForAHandlerThatIgnoresIt() {
            assertThat(Failing.ofCall(() -> worker.call(stubborn(), STARTED)))
                    .isEqualTo(new CallFailure.Timeout(STARTED, Handled.MAYBE));
        }

        @Test
        void includesTheWaitForRoom() throws Exception {
            Address<Worker> narrow = nursery.spawn(
                    Worker.class, ActorOptions.defaults().withMailbox(Mailbox.bounded(1)), Worker.Willing::new);
            narrow.send(stubborn());
            started.await();
            narrow.send(counted());

            assertThat(Failing.ofCall(() -> narrow.call(counted(), SHORT)))
                    .isEqualTo(new CallFailure.Timeout(SHORT, Handled.NO));

            release.open();
            assertThat(narrow.call(Worker.nothing())).isEqualTo("done");
            assertThat(handled).hasValue(1);
        }

        @Test
        void isTheNurserysUnlessGiven() {
            NurseryOptions hasty = NurseryOptions.named("hasty").withCallDeadline(SHORT);
            try (Nursery other = Nursery.open(hasty)) {
                Address<Worker> slow = other.spawn(Worker.class, Worker.Willing::new);

                assertThat(Failing.ofCall(() -> slow.call(endless())))
                        .isEqualTo(new CallFailure.Timeout(SHORT, Handled.MAYBE));
            }
        }

        @Test
        void holdsForFuturesToo() throws Exception {
            Duration deadline =
                    Duration.ofSeconds(1); // long enough for the first handler to start, also on a busy machine
            NurseryOptions hasty = NurseryOptions.named("hasty").withCallDeadline(deadline);
            try (Nursery other = Nursery.open(hasty)) {
                Address<Worker> slow = other.spawn(Worker.class, Worker.Willing::new);
                CompletableFuture<Object> running = slow.callAsync(stubborn());
                CompletableFuture<Object> queued = slow.callAsync(counted());

                assertThat(Failing.of(running)).isEqualTo(new CallFailure.Timeout(deadline, Handled.MAYBE));
                assertThat(Failing.of(queued)).isEqualTo(new CallFailure.Timeout(deadline, Handled.NO));
                release.open();
            }
            assertThat(handled).hasValue(0);
        }

        @Test
        void mustBeMoreThanZero() {
            assertThatThrownBy(() -> worker.call(Worker.nothing(), Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("deadline=PT0S");
        }

        @Test
        void mayBeAsLongAsItGets() throws Exception {
            assertThat(worker.call(Worker.nothing(), Duration.ofSeconds(Long.MAX_VALUE)))
                    .isEqualTo("done");
        }
    }

    @Nested
    class Interrupt {
        @Test
        void ofTheCallerInterruptsTheHandler() throws Exception {
            FutureTask<Object> call = new FutureTask<>(() -> worker.call(endless()));
            Thread caller = Thread.ofVirtual().start(call);
            started.await();
            caller.interrupt();

            assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
            interrupted.await();
        }

        @Test
        void beforeTheCallPreventsIt() throws Exception {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> worker.call(counted())).isInstanceOf(InterruptedException.class);
            worker.call(Worker.nothing());
            assertThat(handled).hasValue(0);
        }
    }

    @Nested
    class Cancelling {
        @Test
        void aQueuedFutureKeepsItFromBeingHandled() throws Exception {
            worker.send(stubborn());
            started.await();
            CompletableFuture<Object> reply = worker.callAsync(counted());

            assertThat(reply.cancel(false)).isTrue();

            release.open();
            worker.call(Worker.nothing());
            assertThat(handled).hasValue(0);
            assertThat(reply).isCancelled();
        }

        @Test
        void aRunningFutureInterruptsItsHandlerOnly() throws Exception {
            CompletableFuture<Object> reply = worker.callAsync(endless());
            CompletableFuture<Object> next = worker.callAsync(Worker.work(Thread::interrupted));
            started.await();

            reply.cancel(true);

            interrupted.await();
            assertThat(next.get()).isEqualTo(false);
        }

        @Test
        void aFinishedFutureDoesNothing() throws Exception {
            CompletableFuture<Object> reply = worker.callAsync(Worker.nothing());
            reply.get();

            assertThat(reply.cancel(true)).isFalse();
            assertThat(reply.get()).isEqualTo("done");
        }

        @Test
        void isNoFailureOfTheActor() throws Exception {
            Address<Worker> fragile = nursery.spawn(
                    Worker.class, ActorOptions.defaults().withSupervision(Supervision.stop()), Worker.Willing::new);
            CompletableFuture<Object> reply = fragile.callAsync(endless());
            started.await();
            reply.cancel(true);

            assertThat(fragile.call(Worker.nothing())).isEqualTo("done");
        }
    }

    @Nested
    class FromHandlers {
        @Test
        void parksOnlyThatActor() throws Exception {
            Address<Worker> asking = nursery.spawn(Worker.class, Worker.Willing::new);
            Address<Worker> other = nursery.spawn(Worker.class, Worker.Willing::new);
            Future<Object> asked = asking.callAsync(Worker.work(() -> worker.call(stubborn())));
            started.await();

            assertThat(other.call(Worker.nothing())).isEqualTo("done");
            release.open();
            assertThat(asked.get()).isEqualTo("released");
        }
    }
}
