package dev.thespis.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CycleTest {
    private final Nursery nursery = Nursery.open("test");
    private final Address<Worker> a = spawn("a", Mailbox.bounded());
    private final Address<Worker> b = spawn("b", Mailbox.bounded());
    private final Address<Worker> c = spawn("c", Mailbox.bounded());

    @AfterEach
    void close() {
        nursery.close();
    }

    private Address<Worker> spawn(String name, Mailbox mailbox) {
        return nursery.spawn(Worker.class, ActorOptions.named(name).withMailbox(mailbox), Worker.Willing::new);
    }

    private static Worker.Work calling(Address<Worker> target, Worker.Work message) {
        return Worker.work(() -> target.call(message));
    }

    private static CallFailure root(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return ((CallException) deepest).failure();
    }

    private CallFailure rootOf(Address<Worker> first, Worker.Work message) throws InterruptedException {
        try {
            first.call(message);
        } catch (CallException thrown) {
            return root(thrown);
        }
        throw new AssertionError("the call succeeded");
    }

    @Test
    void ofOneIsNamed() throws Exception {
        assertThat(rootOf(a, calling(a, Worker.nothing()))).isEqualTo(new CallFailure.Deadlock(List.of("a", "a")));
    }

    @Test
    void ofTwoIsNamed() throws Exception {
        assertThat(rootOf(a, calling(b, calling(a, Worker.nothing()))))
                .isEqualTo(new CallFailure.Deadlock(List.of("b", "a", "b")));
    }

    @Test
    void ofThreeIsNamed() throws Exception {
        assertThat(rootOf(a, calling(b, calling(c, calling(a, Worker.nothing())))))
                .isEqualTo(new CallFailure.Deadlock(List.of("c", "a", "b", "c")));
    }

    @Test
    void thatIsClosedFromBothSidesAtOnceIsSeenByOneAtLeast() throws Exception {
        for (int round = 0; round < 300; round++) {
            CyclicBarrier bothRun = new CyclicBarrier(2);
            CompletableFuture<Object> fromA = a.callAsync(callingWhen(bothRun, b));
            CompletableFuture<Object> fromB = b.callAsync(callingWhen(bothRun, a));

            List<Object> outcomes = List.of(fromA.get(), fromB.get());
            assertThat(outcomes).hasAtLeastOneElementOfType(CallFailure.Deadlock.class);
        }
    }

    private static Worker.Work callingWhen(CyclicBarrier start, Address<Worker> target) {
        return Worker.work(() -> {
            start.await();
            try {
                return target.call(Worker.nothing());
            } catch (CallException thrown) {
                return thrown.failure();
            }
        });
    }

    @Test
    void leavesTheActorsUsable() throws Exception {
        rootOf(a, calling(b, calling(a, Worker.nothing())));

        assertThat(a.call(calling(b, calling(c, Worker.nothing())))).isEqualTo("done");
    }

    @Test
    void doesNotCountCallsThatAConcurrentHandlerAnswers() throws Exception {
        Latch asideRuns = new Latch();
        Latch bWaits = new Latch();
        CompletableFuture<Object> fromA = a.callAsync(Worker.work(() -> b.call(Worker.aside(() -> {
            asideRuns.open();
            bWaits.await();
            return "beside";
        }))));
        asideRuns.await();
        // Now b waits for a in a handler of its own, while its concurrent one is about to answer a.
        CompletableFuture<Object> fromB = b.callAsync(Worker.work(() -> {
            bWaits.open();
            return a.call(Worker.nothing());
        }));
        assertThat(fromA.get()).isEqualTo("beside");
        assertThat(fromB.get()).isEqualTo("done");
    }

    @Test
    void isEndedByTheDeadlineWhereItIsNotSeen() throws Exception {
        CallFailure failure = rootOf(a, Worker.work(() -> {
            // The wait for a future is not published.
            return b.callAsync(Worker.work(() -> a.call(Worker.nothing(), Duration.ofMillis(50))))
                    .get();
        }));

        assertThat(failure).isInstanceOf(CallFailure.Timeout.class);
    }

    @Test
    void ofSendersWaitingForRoomIsNamed() throws Exception {
        Address<Worker> d = spawn("d", Mailbox.bounded(1));
        Address<Worker> e = spawn("e", Mailbox.bounded(1));
        Latch bothFull = new Latch();
        CompletableFuture<Object> fromD = sendingWhen(bothFull, d, e);
        CompletableFuture<Object> fromE = sendingWhen(bothFull, e, d);
        d.send(Worker.nothing());
        e.send(Worker.nothing());
        bothFull.open();

        List<Throwable> thrown = Stream.of(fromD, fromE)
                .map(reply -> reply.handle((sent, failure) -> failure).join())
                .filter(Objects::nonNull)
                .map(Throwable::getCause)
                .toList();
        assertThat(thrown)
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                SendException.class,
                                refused -> assertThat(refused.failure()).isInstanceOf(CallFailure.Deadlock.class)));
    }

    private static CompletableFuture<Object> sendingWhen(Latch start, Address<Worker> from, Address<Worker> to)
            throws InterruptedException {
        Latch running = new Latch();
        CompletableFuture<Object> reply = from.callAsync(Worker.work(() -> {
            running.open();
            start.await();
            to.send(Worker.nothing());
            return "sent";
        }));
        running.await();
        return reply;
    }

    @Test
    void ofAnActorThatFillsItsOwnMailboxFailsAsOverloaded() throws Exception {
        Address<Worker> d = spawn("d", Mailbox.bounded(2));
        CallFailure failure = (CallFailure) d.call(Worker.work(() -> Failing.ofSend(() -> {
            for (int i = 0; i < 3; i++) {
                d.send(Worker.nothing());
            }
        })));

        assertThat(failure).isEqualTo(new CallFailure.Overloaded("d"));
    }

    @Test
    void ofAnActorThatSendsToItselfAfterItsStopFailsAsStopped() throws Exception {
        CallFailure failure = (CallFailure) a.call(Worker.work(() -> {
            CompletableFuture<?> end = nursery.stop(a);
            assertThat(end).isNotDone();
            return Failing.ofSend(() -> a.send(Worker.nothing()));
        }));

        assertThat(failure).isEqualTo(new CallFailure.ActorStopped("a", CallFailure.Handled.NO));
    }
}
