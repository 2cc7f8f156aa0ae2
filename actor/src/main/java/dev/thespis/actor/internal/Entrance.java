package dev.thespis.actor.internal;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way of an envelope to a slot in a mailbox, for senders within the process, which may wait for one.
final class Entrance {
    private Entrance() {}

    /// Gets the envelope a slot.
    ///
    /// @param published what the sender's handler is known to wait for, if it is one that does so anyway; null if it
    /// would wait for the slot only
    /// @return why the envelope gets no slot, null if it has one
    static @Nullable CallFailure admit(Cell<?> target, Envelope envelope, @Nullable Wait published, Deadline deadline)
            throws InterruptedException {
        Gate gate = target.gate();
        if (gate == null) {
            return null;
        }
        CallFailure failure = gate.tryEnter() ? null : await(target, gate, published, deadline);
        if (failure == null) {
            envelope.mark(Envelope.ADMITTED);
        }
        return failure;
    }

    private static @Nullable CallFailure await(Cell<?> target, Gate gate, @Nullable Wait published, Deadline deadline)
            throws InterruptedException {
        Running running = Running.current();
        if (running != null && running.cell() == target) {
            return target.isOpen() ? new CallFailure.Overloaded(target.name()) : target.stopped(Handled.NO);
        }
        Gate.Waiter waiter = new Gate.Waiter(target);
        Activation sending = published == null ? Activation.current() : null;
        if (sending == null) {
            return enter(target, gate, waiter, deadline);
        }
        sending.waitFor(waiter);
        try {
            List<String> cycle = Cycle.closedBy(sending.cell(), waiter);
            return cycle.isEmpty() ? enter(target, gate, waiter, deadline) : new CallFailure.Deadlock(cycle);
        } finally {
            sending.waitFor(null);
        }
    }

    private static @Nullable CallFailure enter(Cell<?> target, Gate gate, Gate.Waiter waiter, Deadline deadline)
            throws InterruptedException {
        if (gate.enter(waiter, deadline)) {
            return null;
        }
        return target.isOpen() ? new CallFailure.Timeout(deadline.limit(), Handled.NO) : target.stopped(Handled.NO);
    }
}
