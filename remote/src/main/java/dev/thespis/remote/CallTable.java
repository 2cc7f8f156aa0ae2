package dev.thespis.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A hash table from connection ids to calls, without an object per entry.
///
/// Open addressing with linear probing; a removal moves later entries of the run back, so that no markers are left
/// behind
/// (Knuth, The Art of Computer Programming 3, 6.4, algorithm R). Ids are counters, so their low bits serve as hash. The
/// table is guarded by its monitor; whoever removes a call is the one to complete it.
///
/// @param <T> what an id stands for
final class CallTable<T> {
    private static final int SMALLEST = 8;

    private long[] ids = new long[SMALLEST];
    private @Nullable Object[] calls = new Object[SMALLEST];
    private int size;

    /// Adds a call.
    ///
    /// @param id not 0
    /// @return false, and nothing is added, if the id is taken
    synchronized boolean put(long id, T call) {
        if (size * 2 >= ids.length) resize(ids.length * 2);
        var slot = slot(id);
        if (calls[slot] != null) return false;
        ids[slot] = id;
        calls[slot] = call;
        size++;
        return true;
    }

    @SuppressWarnings("unchecked")
    synchronized @Nullable T remove(long id) {
        var slot = slot(id);
        var call = calls[slot];
        if (call == null) return null;
        size--;
        close(slot);
        if (size == 0 && ids.length > 64) resize(SMALLEST);
        return (T) call;
    }

    synchronized int size() {
        return size;
    }

    /// Removes all calls.
    @SuppressWarnings("unchecked")
    synchronized List<T> drain() {
        var all = new ArrayList<T>(size);
        for (var call : calls) if (call != null) all.add((T) call);
        size = 0;
        ids = new long[SMALLEST];
        calls = new Object[SMALLEST];
        return all;
    }

    /// Looks at all calls, holding the monitor.
    @SuppressWarnings("unchecked")
    synchronized void forEach(Consumer<? super T> action) {
        for (var call : calls) if (call != null) action.accept((T) call);
    }

    private int slot(long id) {
        var mask = ids.length - 1;
        var slot = (int) id & mask;
        while (calls[slot] != null && ids[slot] != id) slot = (slot + 1) & mask;
        return slot;
    }

    private void close(int gap) {
        var mask = ids.length - 1;
        var slot = gap;
        while (true) {
            slot = (slot + 1) & mask;
            if (calls[slot] == null) break;
            var home = (int) ids[slot] & mask;
            var stays = gap <= slot ? gap < home && home <= slot : gap < home || home <= slot;
            if (stays) continue;
            ids[gap] = ids[slot];
            calls[gap] = calls[slot];
            gap = slot;
        }
        calls[gap] = null;
    }

    private void resize(int capacity) {
        var oldIds = ids;
        var oldCalls = calls;
        ids = new long[capacity];
        calls = new Object[capacity];
        for (var i = 0; i < oldIds.length; i++) {
            if (oldCalls[i] == null) continue;
            var slot = slot(oldIds[i]);
            ids[slot] = oldIds[i];
            calls[slot] = oldCalls[i];
        }
    }
}
