package dev.thespis.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.CallFailure.Handled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConcurrentHandlerTest {
    private final Nursery nursery = Nursery.open("test");
    private final Latch release = new Latch();

    @AfterEach
    void close() {
        release.open();
        nursery.close();
    }

    private Address<Worker> spawn(int concurrency) {
        return nursery.spawn(
                Worker.class, ActorOptions.named("wide").withConcurrency(concurrency), Worker.Willing::new);
    }

    @Test
    void runsBesideOthers() throws Exception {
        Address<Worker> worker = spawn(10);
        CountDownLatch together = new CountDownLatch(10);
        List<CompletableFuture<Object>> replies = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            replies.add(worker.callAsync(Worker.aside(() -> {
                together.countDown();
                return together.await(20, TimeUnit.SECONDS);
            })));
        }
        assertThat(replies).allSatisfy(reply -> assertThat(reply.get()).isEqualTo(true));
    }

    @Test
    void letsExclusiveHandlersRunMeanwhile() throws Exception {
        Address<Worker> worker = spawn(10);
        worker.send(Worker.aside(() -> {
            release.await();
            return null;
        }));

        assertThat(worker.call(Worker.nothing())).isEqualTo("done");
    }

    @Test
    void isBounded() throws Exception {
        Address<Worker> worker = spawn(3);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Object>> replies = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            replies.add(worker.callAsync(Worker.aside(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                return running.decrementAndGet();
            })));
        }
        for (CompletableFuture<Object> reply : replies) {
            reply.get();
        }
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void isWaitedForWhenTheActorStops() throws Exception {
        Address<Worker> worker = spawn(10);
        Latch started = new Latch();
        CompletableFuture<Object> reply = worker.callAsync(Worker.aside(() -> {
            started.open();
            release.await();
            return "complete";
        }));
        started.await();
        CompletableFuture<?> end = nursery.stop(worker);
        Eventually.holds("refused", () -> {
            try {
                return !worker.trySend(Worker.nothing());
            } catch (SendException stopped) {
                return true;
            }
        });

        assertThat(end).isNotDone();
        release.open();
        end.get();
        assertThat(reply).isCompletedWithValue("complete");
    }

    @Test
    void isInterruptedWhenTheActorIsCancelled() throws Exception {
        Address<Worker> worker = spawn(10);
        Latch started = new Latch();
        CompletableFuture<Object> reply = worker.callAsync(Worker.aside(() -> {
            started.open();
            release.await();
            return null;
        }));
        started.await();
        nursery.stop(worker, Ending.CANCEL).get();

        assertThat(Failing.of(reply)).isEqualTo(new CallFailure.ActorStopped("wide", Handled.MAYBE));
    }

    @Test
    void isInterruptedAloneWhenItsCallIsCancelled() throws Exception {
        Address<Worker> worker = spawn(10);
        Latch started = new Latch();
        Latch otherStarted = new Latch();
        Latch interrupted = new Latch();
        CompletableFuture<Object> reply = worker.callAsync(Worker.aside(() -> {
            started.open();
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted.open();
            }
            return null;
        }));
        CompletableFuture<Object> other = worker.callAsync(Worker.aside(() -> {
            otherStarted.open();
            release.await();
            return "undisturbed";
        }));
        started.await();
        otherStarted.await();
        reply.cancel(true);
        interrupted.await();
        release.open();

        assertThat(other.get()).isEqualTo("undisturbed");
    }

    @Test
    void mayCallItsOwnActor() throws Exception {
        Address<Worker> worker = spawn(10);

        assertThat(worker.call(Worker.aside(() -> worker.call(Worker.nothing()))))
                .isEqualTo("done");
    }

    @Test
    void needsRoomForOne() {
        assertThatThrownBy(() -> ActorOptions.defaults().withConcurrency(0)).hasMessageContaining("concurrency=0");
    }
}
