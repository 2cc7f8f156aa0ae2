package dev.thespis.remote;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A hash table from numbers to objects, without an object per entry.
///
/// Open addressing with linear probing; a removal moves later entries of the run back, so that no markers are left
/// behind (Knuth, The Art of Computer Programming 3, 6.4, algorithm R).
///
/// The other side chooses keys, and must not be able to choose long runs. So the key is mixed with numbers that nobody
/// else knows, in two rounds. One multiplication is not enough, whichever of its bits are taken: of keys that differ in
/// their upper bits only the middle ones of the product are all the same, and now and then the upper ones of keys in a
/// row fall together.
///
/// What has grown stays so when it gets empty, since calls come in bursts, until [#trim] finds it unused. A table that
/// holds nothing has no arrays of its own.
///
/// *Threading.* Not safe for use by several threads.
///
/// @param <T> what a number stands for
final class LongTable<T> {
    private static final int SMALLEST = 4;
    private static final long[] NO_KEYS = new long[2];
    private static final @Nullable Object[] NO_VALUES = new Object[2];
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long SALT = RANDOM.nextLong();
    private static final long FIRST = RANDOM.nextLong() | 1;
    private static final long SECOND = RANDOM.nextLong() | 1;

    private long[] keys = NO_KEYS;
    private @Nullable Object[] values = NO_VALUES;

    /// How many entries there may be before the arrays have to grow.
    private int room;

    private int size;
    private boolean used;

    /// Adds a value.
    ///
    /// @return false, and nothing is added, if the key is taken
    boolean put(long key, T value) {
        if (size >= room) resize(Math.max(SMALLEST, keys.length * 2));
        var slot = slot(key);
        if (values[slot] != null) return false;
        keys[slot] = key;
        values[slot] = value;
        size++;
        used = true;
        return true;
    }

    @SuppressWarnings("unchecked")
    @Nullable
    T remove(long key) {
        var slot = slot(key);
        var value = values[slot];
        if (value == null) return null;
        size--;
        close(slot);
        return (T) value;
    }

    @SuppressWarnings("unchecked")
    @Nullable
    T get(long key) {
        return (T) values[slot(key)];
    }

    int size() {
        return size;
    }

    /// How many slots there are.
    int capacity() {
        return keys.length;
    }

    /// Removes everything.
    @SuppressWarnings("unchecked")
    List<T> drain() {
        var all = new ArrayList<T>(size);
        for (var value : values) if (value != null) all.add((T) value);
        size = 0;
        clear();
        return all;
    }

    /// Gives memory back if the table is empty, and nothing was added since the last time.
    ///
    /// @return whether there may be more to be given back the next time
    boolean trim() {
        if (!used && size == 0) clear();
        used = false;
        return room > 0;
    }

    private void clear() {
        keys = NO_KEYS;
        values = NO_VALUES;
        room = 0;
    }

    /// Looks at everything; the action must not change the table.
    @SuppressWarnings("unchecked")
    void forEach(Consumer<? super T> action) {
        for (var value : values) if (value != null) action.accept((T) value);
    }

    /// How many slots in a row are taken at most: as many steps a search may need.
    int longestRun() {
        var longest = 0;
        var run = 0;
        for (var i = 0; i < values.length * 2; i++) { // twice around, for the run over the end
            run = values[i % values.length] == null ? 0 : run + 1;
            longest = Math.max(longest, run);
        }
        return Math.min(longest, size);
    }

    private static int home(long key, int mask) {
        var mixed = (key ^ SALT) * FIRST;
        mixed = (mixed ^ mixed >>> 32) * SECOND;
        return (int) (mixed >>> Long.numberOfLeadingZeros(mask));
    }

    private int slot(long key) {
        var mask = keys.length - 1;
        var slot = home(key, mask);
        while (values[slot] != null && keys[slot] != key) slot = (slot + 1) & mask;
        return slot;
    }

    private void close(int gap) {
        var mask = keys.length - 1;
        var slot = gap;
        while (true) {
            slot = (slot + 1) & mask;
            if (values[slot] == null) break;
            var home = home(keys[slot], mask);
            var stays = gap <= slot ? gap < home && home <= slot : gap < home || home <= slot;
            if (stays) continue;
            keys[gap] = keys[slot];
            values[gap] = values[slot];
            gap = slot;
        }
        values[gap] = null;
    }

    private void resize(int capacity) {
        var oldKeys = keys;
        var oldValues = values;
        keys = new long[capacity];
        values = new Object[capacity];
        room = capacity / 2;
        for (var i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] == null) continue;
            var slot = slot(oldKeys[i]);
            keys[slot] = oldKeys[i];
            values[slot] = oldValues[i];
        }
    }
}
