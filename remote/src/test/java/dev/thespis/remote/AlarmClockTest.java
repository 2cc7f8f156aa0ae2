package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AlarmClockTest {
    private static final long DAY_NANOS = TimeUnit.DAYS.toNanos(1);

    private final AlarmClock clock = new AlarmClock("thespis-test-clock");
    private final List<Integer> rung = Collections.synchronizedList(new ArrayList<>());

    private final class Numbered extends AlarmClock.Alarm {
        private final int number;
        private final CountDownLatch latch;

        Numbered(int number, CountDownLatch latch) {
            this.number = number;
            this.latch = latch;
        }

        @Override
        void rings() {
            rung.add(number);
            latch.countDown();
        }
    }

    @Test
    void ringsInTheOrderOfTimeWhateverTheOrderOfSetting() throws Exception {
        var random = new Random(1);
        var count = 1_000;
        var latch = new CountDownLatch(count);
        var order = new ArrayList<Integer>();
        for (var i = 0; i < count; i++) order.add(i);
        Collections.shuffle(order, random);
        var alarms = new ArrayList<Numbered>();
        for (var i = 0; i < count; i++) alarms.add(new Numbered(i, latch));
        var start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
        for (var i : order) clock.set(alarms.get(i), start + DAY_NANOS + i);
        Collections.shuffle(order, random);

        for (var i : order) clock.set(alarms.get(i), start + i);

        latch.await();
        assertThat(rung).isSorted().hasSize(count);
        assertThat(clock.size()).isZero();
    }

    @Test
    void aCancelledAlarmDoesNotRingAndTheOthersDo() throws Exception {
        var latch = new CountDownLatch(50);
        var alarms = new ArrayList<Numbered>();
        for (var i = 0; i < 100; i++) alarms.add(new Numbered(i, latch));
        for (var alarm : alarms) clock.set(alarm, System.nanoTime() + DAY_NANOS);

        for (var i = 0; i < 100; i += 2) clock.cancel(alarms.get(i));

        assertThat(clock.isSet(alarms.get(0))).isFalse();
        assertThat(clock.isSet(alarms.get(1))).isTrue();
        assertThat(clock.size()).isEqualTo(50);
        for (var i = 1; i < 100; i += 2) clock.set(alarms.get(i), System.nanoTime());
        latch.await();
        assertThat(rung).hasSize(50).allMatch(number -> number % 2 == 1);
    }

    @Test
    void anAlarmThatThrowsDoesNotKeepOthersFromRinging() throws Exception {
        var latch = new CountDownLatch(1);
        var thrown = new CountDownLatch(1);
        var faulty = new AlarmClock.Alarm() {
            @Override
            void rings() {
                Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> thrown.countDown());
                throw new IllegalStateException("as a test wants it");
            }
        };

        clock.set(faulty, System.nanoTime());
        thrown.await();
        clock.set(new Numbered(7, latch), System.nanoTime());

        latch.await();
        assertThat(rung).containsExactly(7);
    }

    @Test
    void itsThreadEndsWhenNothingIsLeftAndComesBack() throws Exception {
        for (var round = 0; round < 2; round++) {
            var latch = new CountDownLatch(1);
            clock.set(new Numbered(round, latch), System.nanoTime());
            latch.await();
            Until.holds(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("thespis-test-clock")));
        }
        assertThat(rung).containsExactly(0, 1);
    }
}
