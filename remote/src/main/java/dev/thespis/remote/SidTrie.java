package dev.thespis.remote;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A map by service ids that never changes: with one entry more or less it is another map, which shares all but a few
/// small arrays with this one.
///
/// A hash array mapped trie (Bagwell, Ideal Hash Trees, 2001). A node has up to 32 branches, chosen by five bits of
/// the id, the lowest first; those that are there stand side by side, and a bitmap says which they are. A branch is
/// an entry or a node with two entries at least, so there is one form only for each content. Service ids are
/// hashes, so they need no hashing; and were many alike in most of their bits, since somebody chose the names so, a
/// search would still take 13 steps at most.
///
/// *Threading.* Immutable.
///
/// @param <T> what an id stands for
final class SidTrie<T> {
    private static final int BITS = 5;
    private static final SidTrie<?> EMPTY = new SidTrie<>(0);

    private final int bitmap;
    private final Object[] branches;

    private record Entry<T>(long sid, T value) {}

    private SidTrie(int bitmap, Object... branches) {
        this.bitmap = bitmap;
        this.branches = branches;
    }

    /// Without entries.
    @SuppressWarnings("unchecked") // it has none of any type
    static <T> SidTrie<T> empty() {
        return (SidTrie<T>) EMPTY;
    }

    private static int bit(long sid, int shift) {
        return 1 << (int) (sid >>> shift & 31);
    }

    private int index(int bit) {
        return Integer.bitCount(bitmap & bit - 1);
    }

    /// What an id stands for.
    @SuppressWarnings("unchecked") // a branch is a node or an entry
    @Nullable
    T get(long sid) {
        var node = this;
        for (var shift = 0; ; shift += BITS) {
            var bit = bit(sid, shift);
            if ((node.bitmap & bit) == 0) return null;
            var branch = node.branches[node.index(bit)];
            if (branch instanceof Entry<?> entry) return entry.sid == sid ? (T) entry.value : null;
            node = (SidTrie<T>) branch;
        }
    }

    /// A map with one entry more, or with another value.
    SidTrie<T> with(long sid, T value) {
        return with(new Entry<>(sid, value), 0);
    }

    @SuppressWarnings("unchecked") // a branch is a node or an entry
    private SidTrie<T> with(Entry<T> added, int shift) {
        var bit = bit(added.sid, shift);
        var index = index(bit);
        if ((bitmap & bit) == 0) {
            var more = new Object[branches.length + 1];
            System.arraycopy(branches, 0, more, 0, index);
            more[index] = added;
            System.arraycopy(branches, index, more, index + 1, branches.length - index);
            return new SidTrie<>(bitmap | bit, more);
        }
        if (!(branches[index] instanceof Entry<?> there))
            return replaced(index, ((SidTrie<T>) branches[index]).with(added, shift + BITS));
        if (there.sid == added.sid) return replaced(index, added);
        var deeper = SidTrie.<T>empty().with((Entry<T>) there, shift + BITS).with(added, shift + BITS);
        return replaced(index, deeper);
    }

    private SidTrie<T> replaced(int index, Object branch) {
        var same = branches.clone();
        same[index] = branch;
        return new SidTrie<>(bitmap, same);
    }

    /// A map with one entry less, if it is there.
    SidTrie<T> without(long sid) {
        return without(sid, 0);
    }

    @SuppressWarnings("unchecked") // a branch is a node or an entry
    private SidTrie<T> without(long sid, int shift) {
        var bit = bit(sid, shift);
        if ((bitmap & bit) == 0) return this;
        var index = index(bit);
        if (!(branches[index] instanceof Entry<?> there)) {
            var deeper = ((SidTrie<T>) branches[index]).without(sid, shift + BITS);
            return replaced(index, deeper.isEntry() ? deeper.branches[0] : deeper);
        }
        if (there.sid != sid) return this;
        var less = new Object[branches.length - 1];
        System.arraycopy(branches, 0, less, 0, index);
        System.arraycopy(branches, index + 1, less, index, less.length - index);
        return less.length == 0 ? empty() : new SidTrie<>(bitmap & ~bit, less);
    }

    /// Whether nothing would be lost if its only branch stood in its place.
    private boolean isEntry() {
        return branches.length == 1 && branches[0] instanceof Entry<?>;
    }

    /// Looks at all values, in no order that means anything.
    @SuppressWarnings("unchecked") // a branch is a node or an entry
    void forEach(Consumer<? super T> action) {
        for (var branch : branches) {
            if (branch instanceof Entry<?> entry) action.accept((T) entry.value);
            else ((SidTrie<T>) branch).forEach(action);
        }
    }
}
