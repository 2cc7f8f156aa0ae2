package dev.thespis.actor.internal;

import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Ending;
import dev.thespis.actor.NurseryEvent;
import dev.thespis.actor.NurseryEvent.Decision;
import dev.thespis.actor.Supervision;
import org.jspecify.annotations.Nullable;

/// Decides what becomes of an actor whose handler failed, and does it. Runs in the actor's activation.
final class Supervisor {
    private final Cell<?> cell;
    private final Activation activation;

    Supervisor(Cell<?> cell, Activation activation) {
        this.cell = cell;
        this.activation = activation;
    }

    /// Tells of a failure that has no consequences for the actor.
    static void reportHarmless(Cell<?> cell, Throwable failure) {
        publish(cell, failure, cell.isOpen() ? Decision.RESUME : Decision.STOP);
    }

    /// Tells of a failure that would have had consequences, had the actor not been about to stop anyway.
    static void reportLate(Cell<?> cell, Throwable failure) {
        publish(cell, failure, Decision.STOP);
        cell.scope().actorFailed(failure);
    }

    void failed(Throwable failure) {
        switch (cell.options().supervision()) {
            case Supervision.Resume resume -> resume(failure);
            case Supervision.Stop stop -> stop(failure);
            case Supervision.Restart restart -> restart(restart, failure);
        }
    }

    private void resume(Throwable failure) {
        if (failure instanceof Error) {
            stop(failure);
        } else {
            publish(cell, failure, Decision.RESUME);
        }
    }

    private void stop(Throwable failure) {
        reportLate(cell, failure);
        cell.stop(Ending.CANCEL);
    }

    /// Makes the actor anew, again and again if that fails, as long as the budget lasts.
    private void restart(Supervision.Restart policy, Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !cell.isCancelled()) {
            int count = cell.extras().restarts().take(policy, System.nanoTime());
            if (count == 0) {
                stop(cause);
                return;
            }
            publish(cell, cause, Decision.RESTART);
            discarnate(Decision.RESTART);
            activation.pause(Deadline.bounded(policy.backoff().pause(count)).toNanos());
            cause = cell.isCancelled() ? null : incarnate();
        }
        if (cause != null) {
            stop(cause); // there is no restart any more, but the failure is one
        }
    }

    private @Nullable Throwable incarnate() {
        try {
            cell.incarnate();
        } catch (Exception | Error failure) {
            return failure;
        } finally {
            clearInterrupt();
        }
        if (cell.scope().isObserved()) {
            cell.scope().publish(new NurseryEvent.ActorRestarted(cell));
        }
        return null;
    }

    private @Nullable Throwable discarnate(Decision decision) {
        try {
            cell.discarnate();
            return null;
        } catch (Exception | Error failure) {
            publish(cell, failure, decision);
            return failure;
        } finally {
            clearInterrupt();
        }
    }

    /// What a hook has left behind by interrupting itself is not for what this thread does next.
    private static void clearInterrupt() {
        Thread.interrupted();
    }

    /// The actor's end: its inbox is drained.
    void end() {
        awaitConcurrent();
        Throwable failure = discarnate(Decision.STOP);
        if (failure != null) {
            cell.scope().actorFailed(failure);
        }
        announceEnd();
    }

    /// The actor can't go on for a reason that is not its own handlers'.
    void abort(Throwable failure) {
        reportLate(cell, failure);
        Envelope current = activation.envelope();
        if (current != null) {
            cell.drop(current, cell.stopped(Handled.NO)); // does nothing if its handler has started
        }
        discard();
    }

    /// Ends an actor without its hook.
    void discard() {
        cell.stop(Ending.CANCEL);
        Inbox inbox = cell.inbox();
        do {
            for (Envelope envelope = inbox.poll(); envelope != null; envelope = inbox.poll()) {
                if (envelope instanceof Signal signal) {
                    reportLate(cell, signal.failure());
                } else {
                    cell.drop(envelope, cell.stopped(Handled.NO));
                }
            }
        } while (inbox.rest() != Inbox.Rest.DRAINED);
        awaitConcurrent();
        announceEnd();
    }

    private void awaitConcurrent() {
        Extras extras = cell.extrasIfAny();
        if (extras != null) {
            extras.awaitNone();
        }
    }

    private void announceEnd() {
        cell.end();
        cell.scope().ended(cell);
        Extras extras = cell.extrasIfAny();
        if (extras != null) {
            extras.ended();
        }
    }

    private static void publish(Cell<?> cell, Throwable failure, Decision decision) {
        if (cell.scope().isObserved()) {
            cell.scope().publish(new NurseryEvent.ActorFailed(cell, failure, decision));
        }
    }
}
