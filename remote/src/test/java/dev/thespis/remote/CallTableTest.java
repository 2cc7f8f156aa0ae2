package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CallTableTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void doesWhatAMapDoes(long seed) {
        var random = new Random(seed);
        var table = new CallTable<String>();
        var map = new HashMap<Long, String>();
        for (var i = 0; i < 20_000; i++) {
            long id = 1 + random.nextInt(300) * (random.nextBoolean() ? 1L : 64L);
            switch (random.nextInt(4)) {
                case 0 -> assertThat(table.remove(id)).isEqualTo(map.remove(id));
                case 1 -> assertThat(table.get(id)).isEqualTo(map.get(id));
                default -> assertThat(table.put(id, "call " + id)).isEqualTo(map.putIfAbsent(id, "call " + id) == null);
            }
            assertThat(table.size()).isEqualTo(map.size());
        }
        var seen = new ArrayList<String>();
        table.forEach(seen::add);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(map.values());
        assertThat(table.drain()).containsExactlyInAnyOrderElementsOf(map.values());
        assertThat(table.size()).isZero();
    }

    @Test
    void callsInARowHavePlacesOfTheirOwnBesideOneThatTakesLonger() {
        var table = new CallTable<String>();
        table.put(1, "long");

        for (var id = 2L; id <= 10_000; id++) {
            assertThat(table.put(id, "short")).isTrue();
            if (id > 100) assertThat(table.remove(id - 99)).isEqualTo("short");
        }

        assertThat(table.get(1)).isEqualTo("long");
        assertThat(table.capacity()).isLessThanOrEqualTo(256);
    }

    @Test
    void idsThatDifferInTheirUpperBitsOnlyDoNotMakeItGrow() {
        var table = new CallTable<String>();
        var small = table.capacity();

        for (var i = 1L; i <= 4_096; i++)
            assertThat(table.put(i << 32, "call " + i)).isTrue();

        assertThat(table.capacity()).isEqualTo(small);
        for (var i = 1L; i <= 4_096; i++) assertThat(table.remove(i << 32)).isEqualTo("call " + i);
        assertThat(table.size()).isZero();
    }

    @Test
    void refusesAnIdThatIsTakenWhereverItsCallIs() {
        var table = new CallTable<String>();
        table.put(5, "a");
        table.put(5 + (1L << 40), "b"); // whose place is taken

        assertThat(table.put(5, "c")).isFalse();
        assertThat(table.put(5 + (1L << 40), "c")).isFalse();
        table.remove(5);
        assertThat(table.put(5 + (1L << 40), "c")).isFalse();
        assertThat(table.remove(5 + (1L << 40))).isEqualTo("b");
        assertThat(table.remove(5 + (1L << 40))).isNull();
    }

    @Test
    void keepsItsSizeUntilItIsFoundUnused() {
        var table = new CallTable<String>();
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
}
