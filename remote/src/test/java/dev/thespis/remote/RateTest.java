package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// How often something may happen.
final class RateTest {
    private long now = System.nanoTime();

    /// Whether all of so many are in time.
    private boolean allows(Rate rate, int times) {
        for (var n = 0; n < times; n++) if (rate.isExceeded(now)) return false;
        return true;
    }

    private void pass(int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void isThatOfEachSecondIfNothingMayBeSaved() {
        var rate = new Rate(10, 0, now);
        for (var second = 0; second < 3; second++) {
            assertThat(allows(rate, 10)).isTrue();
            pass(1);
        }

        pass(100);

        assertThat(allows(rate, 11)).isFalse();
    }

    @Test
    void beginsWithAllThatMayBeSaved() {
        assertThat(allows(new Rate(10, 100, now), 110)).isTrue();
        assertThat(allows(new Rate(10, 100, now), 111)).isFalse();
    }

    @Test
    void savesWhatSecondsHaveLeftOver() {
        var rate = new Rate(10, 100, now);
        assertThat(allows(rate, 110)).isTrue();

        pass(4); // the first one has used all of its own

        assertThat(allows(rate, 40)).isTrue();
        assertThat(allows(rate, 1)).isFalse();
    }

    @Test
    void savesNoMoreThanItMay() {
        var rate = new Rate(10, 100, now);
        assertThat(allows(rate, 110)).isTrue();

        pass(3_600);

        assertThat(allows(rate, 110)).isTrue();
        assertThat(allows(rate, 1)).isFalse();
    }
}
