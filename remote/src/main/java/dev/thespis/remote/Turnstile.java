package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// A place that senders pass while something is left, and where they wait while nothing is.
///
/// Those who wait get on in order of arrival, as many at once as may pass. Nobody who comes overtakes them; of the
/// threads that are woken, each passes when it gets to it, and before those behind that have no thread. Who finds that
/// nothing is left after all has its old place again.
///
/// The queue is a list through the turns themselves: there may be thousands, each of which may leave at any time.
///
/// Everything here is guarded by the outbox's lock.
final class Turnstile {
    private final CreditWaits waits;
    private final IntSupplier room;
    private @Nullable Turn first;
    private @Nullable Turn last;

    /// How many have waited so far.
    private long waited;

    /// How many threads have been woken and have neither passed nor given up.
    private int woken;

    /// Whether [#opened] is running: those who get on there may open it again.
    private boolean opening;

    /// @param room how many may pass, by guess if need be; evaluated under the lock
    Turnstile(CreditWaits waits, IntSupplier room) {
        this.waits = waits;
        this.room = room;
    }

    /// Whether one who comes now need not wait.
    boolean isPassable() {
        return !isBusy() && room.getAsInt() > 0;
    }

    /// Whether somebody waits.
    boolean isBusy() {
        return first != null || woken > 0;
    }

    /// Waits for one's turn, if need be. Whoever has passed, taken what there was to take, or given up, calls
    /// [#opened].
    ///
    /// @return why there is none, or null if it has come
    /// @throws InterruptedException if interrupted first
    @Nullable
    CallFailure pass(Patience patience) throws InterruptedException {
        if (isPassable()) return null;
        var turn = new ParkedTurn(patience);
        enter(turn);
        try {
            while (true) {
                var failure = waits.await(turn);
                if (failure != null) return failure;
                if (turn.isQueued) continue;
                if (room.getAsInt() > 0) return null;
                woken--;
                insert(turn);
            }
        } finally {
            if (turn.isQueued) leave(turn);
            else woken--;
        }
    }

    /// Puts a turn at the end of the queue. It comes when it may pass.
    void enter(Turn turn) {
        turn.number = waited++;
        insert(turn);
    }

    /// Takes a turn out of the queue, if it has not come.
    void leave(Turn turn) {
        if (!turn.isQueued) return;
        var before = turn.before;
        var after = turn.after;
        if (before == null) first = after;
        else before.after = after;
        if (after == null) last = before;
        else after.before = before;
        turn.before = null;
        turn.after = null;
        turn.isQueued = false;
    }

    /// From the end: nearly all come last.
    private void insert(Turn turn) {
        var before = last;
        while (before != null && before.number > turn.number) before = before.before;
        var after = before == null ? first : before.after;
        turn.before = before;
        turn.after = after;
        if (before == null) first = turn;
        else before.after = turn;
        if (after == null) last = turn;
        else after.before = turn;
        turn.isQueued = true;
    }

    /// Something is free, or was not taken by one who was woken for it: those come who may pass now.
    void opened() {
        if (first == null || opening) return;
        opening = true;
        try {
            while (first != null && woken < room.getAsInt()) {
                var turn = first;
                if (woken > 0 && turn instanceof DepositedCall) return; // whoever was woken opens again
                leave(turn);
                if (turn.come()) woken++;
            }
        } finally {
            opening = false;
        }
    }

    /// Collects the calls that wait here without a thread and are late.
    ///
    /// @param late where to put them
    /// @param otherwiseNanos what to return if none comes next
    /// @return when the next one is due
    long late(long now, List<PendingCall> late, long otherwiseNanos) {
        var next = otherwiseNanos;
        for (var turn = first; turn != null; turn = turn.after) {
            if (!(turn instanceof DepositedCall deposited)) continue;
            var due = deposited.call.deadlineNanos;
            if (due - now <= 0) late.add(deposited.call);
            else if (due - next < 0) next = due;
        }
        return next;
    }
}
