package dev.thespis.remote;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The calls of ours that have been accepted and are not answered, by their connection ids.
///
/// Guarded by the outbox's lock.
final class PendingCalls {
    private final CallTable<PendingCall> table = new CallTable<>();
    private long lastCid;

    /// A connection id for a call that will be accepted at once or not at all.
    long freshCid() {
        return lastCid + 1;
    }

    /// A connection id for a call that may be accepted later.
    long nextCid() {
        return ++lastCid;
    }

    /// A call is accepted.
    void add(PendingCall call, long cid, int frameBytes, SendWindows.Window window) {
        lastCid = Math.max(lastCid, cid);
        call.cid = cid;
        call.frameBytes = frameBytes;
        if (window.isCredited()) call.window = window;
        table.put(cid, call);
    }

    /// Takes a call out.
    ///
    /// @return the call, or null if there is none
    @Nullable
    PendingCall remove(long cid) {
        return table.remove(cid);
    }

    /// Takes a call out, if it is there.
    boolean remove(PendingCall call) {
        if (!contains(call)) return false;
        table.remove(call.cid);
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // another call with the same id is another call
    boolean contains(PendingCall call) {
        return call.cid != 0 && table.get(call.cid) == call;
    }

    /// Whether it is a thread that waits for the answer to a call.
    boolean isAwaitedByThread(long cid) {
        return table.get(cid) instanceof PendingCall.Blocking;
    }

    /// Whether somebody waits for the answer to a call.
    boolean isAwaited(long cid) {
        var call = table.get(cid);
        return call != null && !call.isSettled();
    }

    /// Collects the calls that are late; but for those that are being written, which their senders mind themselves.
    ///
    /// @param late where to put them
    /// @param farNanos what to return if none comes next
    /// @return when the next one is due
    long late(long now, List<PendingCall> late, long farNanos) {
        var next = new long[] {farNanos};
        table.forEach(call -> {
            if (call.isSettled() || (call.row != null && call.row.over != null)) return;
            if (call.deadlineNanos - now <= 0) late.add(call);
            else if (call.deadlineNanos - next[0] < 0) next[0] = call.deadlineNanos;
        });
        return next[0];
    }

    /// Gives memory back that was not needed since the last time.
    ///
    /// @return whether there may be more to be given back the next time
    boolean trim() {
        return table.trim();
    }

    int size() {
        return table.size();
    }

    /// All of them.
    List<PendingCall> all() {
        var all = new ArrayList<PendingCall>();
        table.forEach(all::add);
        return all;
    }

    /// Takes all out.
    List<PendingCall> drain() {
        return table.drain();
    }
}
