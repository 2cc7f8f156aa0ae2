package dev.thespis.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Many threads at once, in many small rounds.
@Timeout(60)
class StressTest {
    private static final int SENDERS = 4;

    private final Nursery nursery = Nursery.open("test");

    @AfterEach
    void close() {
        nursery.close();
    }

    private Address<Worker> spawn(Mailbox mailbox) {
        return nursery.spawn(Worker.class, ActorOptions.defaults().withMailbox(mailbox), Worker.Willing::new);
    }

    static List<Mailbox> waiting() {
        return List.of(
                Mailbox.bounded(1),
                Mailbox.bounded(7),
                Mailbox.unbounded(),
                Mailbox.priority(5, message -> false),
                Mailbox.latest(1_000_000));
    }

    @ParameterizedTest
    @MethodSource("waiting")
    void keepsTheOrderOfEachSender(Mailbox mailbox) throws Exception {
        Address<Worker> worker = spawn(mailbox);
        List<List<Integer>> seen = new ArrayList<>();
        List<Future<Object>> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            List<Integer> mine = new ArrayList<>();
            seen.add(mine);
            senders.add(nursery.fork("sender", () -> sendMany(worker, mine)));
        }
        for (Future<Object> sender : senders) {
            sender.get();
        }
        worker.call(Worker.nothing());

        assertThat(seen).allSatisfy(mine -> assertThat(mine).hasSize(2_000).isSorted());
    }

    private static Object sendMany(Address<Worker> worker, List<Integer> seen) throws InterruptedException {
        for (int i = 0; i < 2_000; i++) {
            int number = i;
            Worker.Work message = Worker.work(() -> seen.add(number));
            switch (i % 4) {
                case 0, 1 -> worker.send(message);
                case 2 -> assertThat(worker.callAsync(message)).isNotNull();
                default -> worker.call(message);
            }
        }
        return "sent";
    }

    @ParameterizedTest
    @MethodSource("waiting")
    void losesNoWakeUp(Mailbox mailbox) throws Exception {
        Address<Worker> worker = spawn(mailbox);
        List<Future<Object>> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            callers.add(nursery.fork("caller", () -> {
                for (int round = 0; round < 2_000; round++) {
                    worker.call(Worker.nothing(), Duration.ofSeconds(30));
                }
                return "called";
            }));
        }
        for (Future<Object> caller : callers) {
            assertThat(caller.get()).isEqualTo("called");
        }
    }

    @Test
    void losesNoRoomToCallersThatGiveUp() throws Exception {
        Address<Worker> worker = spawn(Mailbox.bounded(3));
        List<Future<Object>> callers = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            callers.add(nursery.fork("caller", () -> {
                for (int round = 1; round <= 500; round++) {
                    tryCall(worker, Duration.ofNanos(round * 1_000L));
                }
                return "called";
            }));
        }
        for (Future<Object> caller : callers) {
            caller.get();
        }
        worker.call(Worker.nothing());

        Latch started = new Latch();
        Latch release = new Latch();
        worker.send(Worker.work(() -> {
            started.open();
            release.await();
            return null;
        }));
        started.await();
        int accepted = 0;
        while (worker.trySend(Worker.nothing())) {
            accepted++;
        }
        release.open();
        assertThat(accepted).isEqualTo(3);
    }

    private static void tryCall(Address<Worker> worker, Duration deadline) throws InterruptedException {
        try {
            worker.call(Worker.nothing(), deadline);
        } catch (CallException timeout) {
            assertThat(timeout.failure()).isInstanceOf(CallFailure.Timeout.class);
        }
    }

    @Test
    void completesEveryCallThatRacesWithTheStop() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger replied = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        for (int round = 0; round < 100; round++) {
            Address<Worker> worker = spawn(Mailbox.bounded(2));
            List<Future<Object>> callers = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                Callable<Object> caller = () -> callUntilStopped(worker, handled, replied, refused);
                callers.add(nursery.fork("caller", caller));
            }
            nursery.stop(worker).get();
            for (Future<Object> caller : callers) {
                caller.get();
            }
        }
        assertThat(refused).hasValue(100 * SENDERS);
        assertThat(replied.get()).isEqualTo(handled.get());
    }

    private static Object callUntilStopped(
            Address<Worker> worker, AtomicInteger handled, AtomicInteger replied, AtomicInteger refused)
            throws InterruptedException {
        while (true) {
            try {
                worker.call(Worker.work(handled::incrementAndGet));
                replied.incrementAndGet();
            } catch (CallException stopped) {
                assertThat(stopped.failure().handled()).isEqualTo(CallFailure.Handled.NO);
                return refused.incrementAndGet();
            }
        }
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // the futures are counted
    void givesEachMessageOfAMailboxThatKeepsTheLatestOneOutcome() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger replied = new AtomicInteger();
        AtomicInteger displaced = new AtomicInteger();
        Address<Worker> worker = spawn(Mailbox.latest(2));
        List<Future<Object>> callers = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            callers.add(nursery.fork("caller", () -> {
                for (int round = 0; round < 1_000; round++) {
                    worker.callAsync(Worker.work(handled::incrementAndGet))
                            .whenComplete(
                                    (reply, failure) -> (failure == null ? replied : displaced).incrementAndGet());
                }
                return "called";
            }));
        }
        for (Future<Object> caller : callers) {
            caller.get();
        }
        nursery.stop(worker).get();

        assertThat(replied.get()).isEqualTo(handled.get());
        assertThat(replied.get() + displaced.get()).isEqualTo(1_000 * SENDERS);
    }

    @Test
    void letsNobodyIntoANurseryBehindTheBackOfACancel() throws Exception {
        for (int round = 0; round < 50; round++) {
            Nursery racing = Nursery.open("racing");
            Latch entered = new Latch();
            Future<Object> entering = nursery.fork("entering", () -> enterUntilRefused(racing, entered));
            entered.await();
            racing.cancel();
            entering.get();
            racing.close(); // would wait for ever for a task that nobody has interrupted
        }
    }

    private static Object enterUntilRefused(Nursery racing, Latch entered) {
        try {
            while (true) {
                Nursery nested = racing.nest("nested");
                assertThat(nested.fork("for ever", () -> new Latch().stayShut()))
                        .isNotNull();
                entered.open();
            }
        } catch (IllegalStateException cancelled) {
            return "refused";
        }
    }

    @Test
    void letsABusyActorNotStarveOthers() throws Exception {
        // More actors that always have something to do than there are processors, and one that is asked now and then.
        Address<Worker> asked = spawn(Mailbox.bounded());
        Latch enough = new Latch();
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            Address<Worker> busy = spawn(Mailbox.unbounded());
            busy.send(again(busy, enough));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(asked.call(Worker.nothing())).isEqualTo("done");
        }
        enough.open();
    }

    private static Worker.Work again(Address<Worker> self, Latch enough) {
        return Worker.work(() -> enough.isOpen() || self.trySend(again(self, enough)));
    }
}
