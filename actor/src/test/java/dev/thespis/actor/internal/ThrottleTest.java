package dev.thespis.actor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final long SEED = Long.getLong("thespis.seed", System.nanoTime());

    @Test
    void letsThroughNoMoreThanSoManyWithinAnyStretch() {
        Random random = new Random(SEED);
        for (int count = 1; count <= 5; count++) {
            Throttle throttle = new Throttle(count, 1_000);
            List<Long> passed = new ArrayList<>();
            long now = Long.MAX_VALUE - 50_000; // the clock wraps around meanwhile
            for (int i = 0; i < 500; i++) {
                now += random.nextInt(600);
                now += Math.max(0, throttle.waitNanos(now));
                throttle.pass(now);
                passed.add(now);
            }
            for (int i = count; i < passed.size(); i++) {
                assertThat(passed.get(i) - passed.get(i - count))
                        .as("seed %d", SEED)
                        .isGreaterThanOrEqualTo(1_000);
            }
        }
    }

    @Test
    void holdsUpNobodyWithoutNeed() {
        Throttle throttle = new Throttle(2, 1_000);
        throttle.pass(0);
        assertThat(throttle.waitNanos(10)).isZero();
        throttle.pass(10);

        assertThat(throttle.waitNanos(10)).isEqualTo(990);
        assertThat(throttle.waitNanos(1_000)).isZero();
        throttle.pass(1_000);
        assertThat(throttle.waitNanos(1_000)).isEqualTo(10);
    }
}
