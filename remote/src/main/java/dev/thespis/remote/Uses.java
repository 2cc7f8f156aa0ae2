package dev.thespis.remote;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// With which types this side uses the services of the other side, as long as there are addresses that do.
///
/// What is looked for is the shapes of one service; there are few, however many addresses. So those are counted, and
/// looking costs the same whatever else is used.
///
/// Guarded by the lock of [Offers].
final class Uses {
    private final LongTable<Shape> bySid = new LongTable<>();
    private final ReferenceQueue<Contract> gone = new ReferenceQueue<>();
    private @Nullable Use last;
    private int count;

    /// A shape of a service, and how many contracts have it. The shapes of a service are in a list.
    private static final class Shape {
        final long value;
        int users;

        @Nullable
        Shape next;

        Shape(long value) {
            this.value = value;
        }
    }

    /// A contract in use. All are in a list, so that they are told of when the contract is gone.
    private static final class Use extends WeakReference<Contract> {
        final long[] sids;
        final long[] shapes;

        @Nullable
        Use before;

        @Nullable
        Use after;

        Use(Contract contract, ReferenceQueue<Contract> gone) {
            super(contract, gone);
            sids = contract.entries().stream()
                    .mapToLong(entry -> entry.id().value())
                    .toArray();
            shapes =
                    contract.entries().stream().mapToLong(Contract.Entry::shape).toArray();
        }
    }

    /// Notes a contract, until nothing else holds on to it.
    void add(Contract contract) {
        forgetGone();
        var use = new Use(contract, gone);
        use.before = last;
        if (last != null) last.after = use;
        last = use;
        count++;
        for (var n = 0; n < use.sids.length; n++) shape(use.sids[n], use.shapes[n]).users++;
    }

    /// Looks at the shapes that a service is used with.
    void forEachShape(long sid, LongConsumer action) {
        forgetGone();
        for (var shape = bySid.get(sid); shape != null; shape = shape.next) action.accept(shape.value);
    }

    /// How many contracts are in use.
    int count() {
        forgetGone();
        return count;
    }

    private Shape shape(long sid, long value) {
        var first = bySid.get(sid);
        for (var shape = first; shape != null; shape = shape.next) if (shape.value == value) return shape;
        var fresh = new Shape(value);
        if (first == null) {
            bySid.put(sid, fresh);
        } else {
            fresh.next = first.next;
            first.next = fresh;
        }
        return fresh;
    }

    private void forgetGone() {
        for (var reference = gone.poll(); reference != null; reference = gone.poll()) forget((Use) reference);
    }

    private void forget(Use use) {
        if (use.before != null) use.before.after = use.after;
        if (use.after != null) use.after.before = use.before;
        else last = use.before;
        count--;
        for (var n = 0; n < use.sids.length; n++)
            if (--shape(use.sids[n], use.shapes[n]).users == 0) remove(use.sids[n], use.shapes[n]);
        bySid.trim();
    }

    private void remove(long sid, long value) {
        var kept = (Shape) null;
        for (var shape = bySid.remove(sid); shape != null; ) {
            var next = shape.next;
            if (shape.value != value) {
                shape.next = kept;
                kept = shape;
            }
            shape = next;
        }
        if (kept != null) bySid.put(sid, kept);
    }
}
