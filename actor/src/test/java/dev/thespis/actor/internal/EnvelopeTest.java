package dev.thespis.actor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Ending;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Mailbox;
import dev.thespis.actor.Message;
import dev.thespis.actor.Nursery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the remote module relies on.
@Timeout(60)
class EnvelopeTest {
    private final Nursery nursery = Nursery.open("test");
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        nursery.close();
    }

    interface Job {
        record Run(Callable<?> work) implements Message<Job, Object> {}

        record Beside(Callable<?> work) implements Message<Job, Object> {}
    }

    private static final class Jobber implements Actor<Job> {
        @Override
        public Handlers<Job> handlers() {
            return Handlers.of(Job.class)
                    .on(Job.Run.class, run -> run.work().call())
                    .concurrent(Job.Beside.class, beside -> beside.work().call());
        }
    }

    private static final class Recording extends Envelope {
        private final CountDownLatch done = new CountDownLatch(1);
        private final AtomicInteger outcomes = new AtomicInteger();
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger tooEarly = new AtomicInteger();
        private volatile @Nullable Object reply;
        private volatile @Nullable CallFailure failure;

        Recording(Message<?, ?> message) {
            super(message);
        }

        /// An envelope whose handler can be seen running.
        static Recording watched(Callable<?> work) {
            Recording[] self = new Recording[1];
            self[0] = new Recording(new Job.Run(() -> {
                self[0].running.incrementAndGet();
                try {
                    return work.call();
                } finally {
                    self[0].running.decrementAndGet();
                }
            }));
            return self[0];
        }

        @Override
        public void succeeded(@Nullable Object result) {
            reply = result;
            end();
        }

        @Override
        public void failed(CallFailure why, @Nullable Throwable cause) {
            failure = why;
            end();
        }

        private void end() {
            tooEarly.addAndGet(running.get());
            outcomes.incrementAndGet();
            done.countDown();
        }

        void await() throws InterruptedException {
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Endpoint<Job> spawn(ActorOptions options) {
        return (Endpoint<Job>) nursery.spawn(Job.class, options, Jobber::new);
    }

    private Endpoint<Job> spawn() {
        return spawn(ActorOptions.named("jobber"));
    }

    private Object blocked() throws InterruptedException {
        started.countDown();
        release.await();
        return "released";
    }

    @Test
    void isDeliveredWithoutRegardToTheBound() throws Exception {
        Endpoint<Job> jobber = spawn(ActorOptions.defaults().withMailbox(Mailbox.bounded(1)));
        jobber.deliver(new Recording(new Job.Run(this::blocked)));
        List<Recording> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(new Recording(new Job.Run(() -> "done")));
        }
        many.forEach(jobber::deliver);
        release.countDown();

        for (Recording envelope : many) {
            envelope.await();
            assertThat(envelope.reply).isEqualTo("done");
        }
        assertThat(jobber.trySend(new Job.Run(() -> null))).isTrue();
    }

    @Test
    void cancelledInTheMailboxFailsAtOnce() throws Exception {
        Endpoint<Job> jobber = spawn();
        jobber.deliver(new Recording(new Job.Run(this::blocked)));
        AtomicInteger handled = new AtomicInteger();
        Recording queued = new Recording(new Job.Run(handled::incrementAndGet));
        jobber.deliver(queued);
        queued.cancel();

        assertThat(queued.failure).isEqualTo(new CallFailure.Cancelled(Handled.NO));
        release.countDown();
        jobber.call(new Job.Run(() -> null));
        assertThat(handled).hasValue(0);
        assertThat(queued.outcomes).hasValue(1);
    }

    @Test
    void cancelledWhileRunningFailsWhenTheHandlerHasEnded() throws Exception {
        Endpoint<Job> jobber = spawn();
        CountDownLatch interrupted = new CountDownLatch(1);
        Recording running = new Recording(new Job.Run(() -> {
            try {
                return blocked();
            } catch (InterruptedException e) {
                interrupted.countDown();
                release.await();
                throw e;
            }
        }));
        jobber.deliver(running);
        started.await();
        running.cancel();
        interrupted.await();

        assertThat(running.outcomes).hasValue(0);
        release.countDown();
        running.await();
        assertThat(running.failure).isEqualTo(new CallFailure.Cancelled(Handled.MAYBE));
    }

    @Test
    void cancelledWhileRunningSucceedsIfTheHandlerReturns() throws Exception {
        Endpoint<Job> jobber = spawn();
        Recording running = new Recording(new Job.Run(() -> {
            try {
                return blocked();
            } catch (InterruptedException e) {
                return "nevertheless";
            }
        }));
        jobber.deliver(running);
        started.await();
        running.cancel();
        running.await();

        assertThat(running.reply).isEqualTo("nevertheless");
        assertThat(running.failure).isNull();
    }

    @Test
    void cancelledBeforeItIsDeliveredIsNeverHandled() throws Exception {
        Endpoint<Job> jobber = spawn();
        Recording early = new Recording(new Job.Run(() -> "handled"));
        early.cancel();
        jobber.deliver(early);
        jobber.call(new Job.Run(() -> null));

        assertThat(early.reply).isNull();
        assertThat(early.outcomes).hasValue(1);
    }

    @Test
    void failsWhenTheActorHasStopped() throws Exception {
        Endpoint<Job> jobber = spawn();
        nursery.stop(jobber).get();
        Recording late = new Recording(new Job.Run(() -> "handled"));
        jobber.deliver(late);

        assertThat(late.failure).isEqualTo(new CallFailure.ActorStopped("jobber", Handled.NO));
    }

    @Test
    void failsWhenItsMessageIsNotOneOfTheProtocol() {
        record Alien() implements Message<Job, Void> {}
        Endpoint<Job> jobber = spawn();
        Recording alien = new Recording(new Alien());
        jobber.deliver(alien);

        assertThat(alien.failure).isEqualTo(new CallFailure.HandlerFailed("jobber"));
    }

    @Test
    void isTheCurrentOneInItsHandlerOnly() throws Exception {
        Endpoint<Job> jobber = spawn();
        Recording exclusive = new Recording(new Job.Run(Envelope::current));
        Recording beside = new Recording(new Job.Beside(Envelope::current));
        jobber.deliver(exclusive);
        jobber.deliver(beside);
        exclusive.await();
        beside.await();

        assertThat(exclusive.reply).isSameAs(exclusive);
        assertThat(beside.reply).isSameAs(beside);
        assertThat(Envelope.current()).isNull();
    }

    @Test
    void neverPassesItsInterruptToTheNextOne() throws Exception {
        Endpoint<Job> jobber = spawn();
        AtomicInteger leaked = new AtomicInteger();
        for (int round = 0; round < 3_000; round++) {
            CountDownLatch running = new CountDownLatch(1);
            Recording cancelled = new Recording(new Job.Run(() -> {
                running.countDown();
                return null;
            }));
            Recording next = new Recording(new Job.Run(() -> {
                if (Thread.interrupted()) {
                    leaked.incrementAndGet();
                }
                return null;
            }));
            jobber.deliver(cancelled);
            jobber.deliver(next);
            running.await();
            cancelled.cancel();
            next.await();
        }
        assertThat(leaked).hasValue(0);
    }

    @Test
    void hasExactlyOneOutcomeWhateverRaces() throws Exception {
        for (int round = 0; round < 150; round++) {
            Endpoint<Job> jobber = spawn();
            List<Recording> envelopes = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                envelopes.add(
                        Recording.watched(() -> ThreadLocalRandom.current().nextInt()));
            }
            Ending ending = round % 2 == 0 ? Ending.CANCEL : Ending.DRAIN;
            Thread delivering = Thread.ofVirtual().start(() -> envelopes.forEach(jobber::deliver));
            Thread cancelling = Thread.ofVirtual().start(() -> {
                for (int i = 59; i >= 0; i -= 2) {
                    envelopes.get(i).cancel();
                }
            });
            Thread stopping = Thread.ofVirtual()
                    .start(() -> assertThat(nursery.stop(jobber, ending)).isNotNull());
            delivering.join();
            cancelling.join();
            stopping.join();
            for (Recording envelope : envelopes) {
                envelope.await();
            }
            nursery.stop(jobber).get();

            assertThat(envelopes).allSatisfy(envelope -> {
                assertThat(envelope.outcomes).hasValue(1);
                assertThat(envelope.tooEarly).hasValue(0);
            });
        }
    }

    @Test
    void isOrderedAmongSendsOfTheSameThread() throws Exception {
        Endpoint<Job> jobber = spawn();
        Address<Job> address = jobber;
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            if (i % 2 == 0) {
                jobber.deliver(new Recording(new Job.Run(() -> seen.add(number))));
            } else {
                address.send(new Job.Run(() -> seen.add(number)));
            }
        }
        address.call(new Job.Run(() -> null));

        assertThat(seen).hasSize(1_000).isSorted();
    }

    @Test
    void thatThrowsStopsTheActorWhichWaitsForItsConcurrentHandlers() throws Exception {
        Endpoint<Job> jobber = spawn();
        AtomicInteger ended = new AtomicInteger();
        jobber.deliver(new Recording(new Job.Beside(() -> {
            started.countDown();
            awaitStubbornly();
            return ended.incrementAndGet();
        })));
        started.await();
        Recording waiting = new Recording(new Job.Run(() -> "never"));
        jobber.deliver(new Faulty(new Job.Run(() -> {
            jobber.deliver(waiting);
            return "reply";
        })));
        waiting.await();
        assertThat(waiting.failure).isInstanceOf(CallFailure.ActorStopped.class);
        FutureTask<?> closing = new FutureTask<>(nursery::close, null);
        Thread closer = Thread.ofVirtual().start(closing);
        while (closer.getState() != Thread.State.WAITING && !closing.isDone()) {
            Thread.onSpinWait();
        }
        assertThat(closing).isNotDone();
        release.countDown();

        assertThatThrownBy(closing::get).hasRootCauseMessage("faulty envelope");
        assertThat(ended).hasValue(1);
    }

    private void awaitStubbornly() {
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException e) {
                // the cancel, which this handler does not heed
            }
        }
    }

    private static final class Faulty extends Envelope {
        Faulty(Message<?, ?> message) {
            super(message);
        }

        @Override
        public void succeeded(@Nullable Object reply) {
            throw new IllegalStateException("faulty envelope");
        }

        @Override
        public void failed(CallFailure failure, @Nullable Throwable cause) {}
    }
}
