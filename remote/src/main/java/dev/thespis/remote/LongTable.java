package dev.thespis.remote;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A hash table from numbers to objects, without an object per entry.
///
/// Open addressing with linear probing; a removal moves later entries of the run back, so that no markers are left
/// behind (Knuth, The Art of Computer Programming 3, 6.4, algorithm R). The hash is the upper half of the key times an
/// odd
/// number that nobody else knows (Dietzfelbinger et al., A Reliable Randomized Algorithm for the Closest-Pair Problem):
/// the other side chooses keys, and must not be able to choose long runs.
///
/// *Threading.* Not safe for use by several threads.
///
/// @param <T> what a number stands for
final class LongTable<T> {
    private static final int SMALLEST = 8;
    private static final long SALT = new SecureRandom().nextLong() | 1;

    private long[] keys = new long[SMALLEST];
    private @Nullable Object[] values = new Object[SMALLEST];
    private int size;

    /// Adds a value.
    ///
    /// @return false, and nothing is added, if the key is taken
    boolean put(long key, T value) {
        if (size * 2 >= keys.length) resize(keys.length * 2);
        var slot = slot(key);
        if (values[slot] != null) return false;
        keys[slot] = key;
        values[slot] = value;
        size++;
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
        if (size == 0 && keys.length > 64) resize(SMALLEST);
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

    /// Removes everything.
    @SuppressWarnings("unchecked")
    List<T> drain() {
        var all = new ArrayList<T>(size);
        for (var value : values) if (value != null) all.add((T) value);
        size = 0;
        keys = new long[SMALLEST];
        values = new Object[SMALLEST];
        return all;
    }

    /// Looks at everything; the action must not change the table.
    @SuppressWarnings("unchecked")
    void forEach(Consumer<? super T> action) {
        for (var value : values) if (value != null) action.accept((T) value);
    }

    private static int hash(long key) {
        return (int) ((key * SALT) >>> 32);
    }

    private int slot(long key) {
        var mask = keys.length - 1;
        var slot = hash(key) & mask;
        while (values[slot] != null && keys[slot] != key) slot = (slot + 1) & mask;
        return slot;
    }

    private void close(int gap) {
        var mask = keys.length - 1;
        var slot = gap;
        while (true) {
            slot = (slot + 1) & mask;
            if (values[slot] == null) break;
            var home = hash(keys[slot]) & mask;
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
        for (var i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] == null) continue;
            var slot = slot(oldKeys[i]);
            keys[slot] = oldKeys[i];
            values[slot] = oldValues[i];
        }
    }
}
