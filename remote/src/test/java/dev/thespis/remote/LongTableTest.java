package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LongTableTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void doesWhatAMapDoes(long seed) {
        var random = new Random(seed);
        var table = new LongTable<String>();
        var map = new HashMap<Long, String>();
        for (var i = 0; i < 20_000; i++) {
            long id = 1 + random.nextInt(300) * (random.nextBoolean() ? 1L : 64L);
            if (random.nextInt(3) > 0) {
                assertThat(table.put(id, "call " + id)).isEqualTo(map.putIfAbsent(id, "call " + id) == null);
            } else {
                assertThat(table.remove(id)).isEqualTo(map.remove(id));
            }
            assertThat(table.size()).isEqualTo(map.size());
        }
        assertThat(table.drain()).containsExactlyInAnyOrderElementsOf(map.values());
        assertThat(table.size()).isZero();
    }

    /// Keys in a row, keys that are the same in their lower or upper bits, and multiples.
    @ParameterizedTest
    @ValueSource(longs = {1, 1L << 12, 1L << 31, 1L << 32, 1L << 44, 1L << 50, 0x9E3779B97F4A7C15L, -3})
    void letsNobodyChooseALongRun(long factor) {
        var table = new LongTable<String>();

        for (var i = 1L; i <= 4_096; i++) table.put(i * factor, "call");

        assertThat(table.longestRun()).isLessThan(256);
    }

    @Test
    void keepsItsSizeUntilItIsFoundUnused() {
        var table = new LongTable<String>();
        var small = table.capacity();
        for (var round = 0; round < 2; round++) {
            for (var i = 1L; i <= 100; i++) table.put(i, "call");
            table.trim();
            for (var i = 1L; i <= 100; i++) table.remove(i);
            assertThat(table.capacity()).isGreaterThanOrEqualTo(100);
        }

        table.put(1, "call");
        table.remove(1);
        table.trim(); // it was used since
        assertThat(table.capacity()).isGreaterThanOrEqualTo(100);
        table.trim();
        assertThat(table.capacity()).isEqualTo(small);
    }

    @Test
    void refusesAnIdThatIsTaken() {
        var table = new LongTable<String>();

        assertThat(table.put(-1, "a")).isTrue();
        assertThat(table.put(-1, "b")).isFalse();
        assertThat(table.remove(-1)).isEqualTo("a");
        assertThat(table.remove(-1)).isNull();
    }
}
