package dev.thespis.remote;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Calls by their connection ids; made for ids that are numbered in a row, as nearly everybody numbers calls.
///
/// The lower bits of an id say which place is the call's: there is nothing to search, and calls that follow each other
/// are neighbours in memory. A call whose place is taken, by one that takes longer or because the other side has chosen
/// ids so, goes into a [LongTable] instead, where nobody can choose them so that searching takes long.
///
/// What has grown stays so when it gets empty, since calls come in bursts, until [#trim] finds it unused.
///
/// *Threading.* Not safe for use by several threads.
///
/// @param <T> a call
final class CallTable<T> {
    private static final int SMALLEST = 8;

    private long[] ids = new long[SMALLEST];
    private @Nullable Object[] calls = new Object[SMALLEST];
    private int placed;
    private @Nullable LongTable<T> others;
    private boolean used;

    /// Adds a call.
    ///
    /// @return false, and nothing is added, if the id is taken
    boolean put(long id, T call) {
        used = true;
        if (placed * 2 >= ids.length) grow();
        var place = place(id);
        if (calls[place] != null) return ids[place] != id && others().put(id, call);
        if (others != null && others.get(id) != null) return false;
        ids[place] = id;
        calls[place] = call;
        placed++;
        return true;
    }

    private LongTable<T> others() {
        var there = others;
        if (there == null) {
            there = new LongTable<>();
            others = there;
        }
        return there;
    }

    @SuppressWarnings("unchecked")
    @Nullable
    T remove(long id) {
        var place = place(id);
        var call = calls[place];
        if (call == null || ids[place] != id) return others == null ? null : others.remove(id);
        calls[place] = null;
        placed--;
        return (T) call;
    }

    @SuppressWarnings("unchecked")
    @Nullable
    T get(long id) {
        var place = place(id);
        var call = calls[place];
        if (call == null || ids[place] != id) return others == null ? null : others.get(id);
        return (T) call;
    }

    int size() {
        return placed + (others == null ? 0 : others.size());
    }

    /// How many places there are.
    int capacity() {
        return ids.length;
    }

    /// Removes everything.
    List<T> drain() {
        var all = new ArrayList<T>(size());
        forEach(all::add);
        clear();
        return all;
    }

    /// Gives memory back if the table is empty, and nothing was added since the last time.
    ///
    /// @return whether there may be more to be given back the next time
    boolean trim() {
        if (!used && size() == 0 && (ids.length > SMALLEST || others != null)) clear();
        used = false;
        return ids.length > SMALLEST || others != null;
    }

    private void clear() {
        ids = new long[SMALLEST];
        calls = new Object[SMALLEST];
        placed = 0;
        others = null;
    }

    /// Looks at everything; the action must not change the table.
    @SuppressWarnings("unchecked")
    void forEach(Consumer<? super T> action) {
        for (var call : calls) if (call != null) action.accept((T) call);
        if (others != null) others.forEach(action);
    }

    private int place(long id) {
        return (int) id & (ids.length - 1);
    }

    /// Calls that have places of their own keep such, since their ids differ in the bits that counted so far.
    private void grow() {
        var oldIds = ids;
        var oldCalls = calls;
        ids = Arrays.copyOf(oldIds, oldIds.length * 2);
        calls = new Object[ids.length];
        for (var i = 0; i < oldIds.length; i++) {
            if (oldCalls[i] == null) continue;
            var place = place(oldIds[i]);
            ids[place] = oldIds[i];
            calls[place] = oldCalls[i];
        }
    }
}
