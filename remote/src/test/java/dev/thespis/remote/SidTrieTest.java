package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SidTrieTest {
    /// Alike in all bits but the highest, in all but the lowest, and in between.
    private static final long[] ALIKE = {0, 1L << 63, 1L << 62, -1L, 1, 32, 1L << 35, 3L << 62, Long.MAX_VALUE, -2L};

    private static void holds(SidTrie<String> trie, Map<Long, String> expected, long... absent) {
        expected.forEach((sid, value) -> assertThat(trie.get(sid)).isEqualTo(value));
        for (var sid : absent) assertThat(trie.get(sid)).isNull();
        var values = new ArrayList<String>();
        trie.forEach(values::add);
        assertThat(values).containsExactlyInAnyOrderElementsOf(expected.values());
    }

    @Test
    void holdsNothingAtFirst() {
        holds(SidTrie.empty(), Map.of(), ALIKE);
    }

    @Test
    void tellsIdsApartThatAreAlike() {
        var trie = SidTrie.<String>empty();
        var expected = new HashMap<Long, String>();
        for (var sid : ALIKE) {
            trie = trie.with(sid, "of " + sid);
            expected.put(sid, "of " + sid);
            holds(trie, expected);
        }
        for (var sid : ALIKE) {
            assertThat(trie.without(7)).isSameAs(trie);
            trie = trie.without(sid);
            expected.remove(sid);
            holds(trie, expected, sid);
        }
        assertThat(trie).isSameAs(SidTrie.empty());
    }

    @Test
    void replacesAValue() {
        var trie = SidTrie.<String>empty().with(5, "before").with(37, "other").with(5, "after");

        holds(trie, Map.of(5L, "after", 37L, "other"));
    }

    @Test
    void isNotChangedByThoseThatAreMadeOfIt() {
        var before = SidTrie.<String>empty().with(1, "one").with(33, "another");

        before.with(65, "more").with(1, "changed").without(33);
        before.without(1).without(33);

        holds(before, Map.of(1L, "one", 33L, "another"), 65);
    }

    @Test
    void agreesWithAMapWhateverIsDone() {
        var random = new Random(7);
        var sids = LongStream.generate(random::nextLong).limit(400).toArray();
        var trie = SidTrie.<String>empty();
        var map = new HashMap<Long, String>();
        for (var step = 0; step < 20_000; step++) {
            var sid = sids[random.nextInt(sids.length)];
            if (random.nextBoolean()) {
                trie = trie.with(sid, "step " + step);
                map.put(sid, "step " + step);
            } else {
                trie = trie.without(sid);
                map.remove(sid);
            }
        }
        holds(
                trie,
                map,
                LongStream.of(sids).filter(sid -> !map.containsKey(sid)).toArray());
    }
}
