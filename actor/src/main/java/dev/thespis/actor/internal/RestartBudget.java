package dev.thespis.actor.internal;

import dev.thespis.actor.Supervision.Restart;
import java.util.ArrayDeque;

/// Counts an actor's restarts within a time. Everything in this class belongs to the inbox's consumer.
final class RestartBudget {
    private final ArrayDeque<Long> restartsNanos = new ArrayDeque<>(2);

    /// Takes one restart from the budget: which one it is within the time, counted from 1; 0 if the budget is used up.
    int take(Restart policy, long nowNanos) {
        long withinNanos = Deadline.bounded(policy.within()).toNanos();
        while (!restartsNanos.isEmpty() && nowNanos - restartsNanos.getFirst() > withinNanos) {
            restartsNanos.removeFirst();
        }
        if (restartsNanos.size() >= policy.budget()) {
            return 0;
        }
        restartsNanos.addLast(nowNanos);
        return restartsNanos.size();
    }
}
