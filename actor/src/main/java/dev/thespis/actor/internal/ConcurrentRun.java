package dev.thespis.actor.internal;

import dev.thespis.actor.Handler;
import dev.thespis.actor.Supervision;
import org.jspecify.annotations.Nullable;

/// One message handled beside others, on a virtual thread of its own.
final class ConcurrentRun extends Running implements Runnable {
    private final Cell<?> cell;
    private final Envelope envelope;
    private final Handler<?, ?> handler;

    ConcurrentRun(Cell<?> cell, Envelope envelope, Handler<?, ?> handler) {
        this.cell = cell;
        this.envelope = envelope;
        this.handler = handler;
    }

    /// Starts the thread, as soon as there are not too many. For the activation.
    void start() {
        envelope.mark(Envelope.CONCURRENT);
        cell.extras().enter(envelope);
        Thread.ofVirtual()
                .name(cell.name())
                .inheritInheritableThreadLocals(false)
                .start(this);
    }

    @Override
    public void run() {
        try {
            Throwable failure = ScopedValue.where(CURRENT, this).call(() -> Invocation.run(cell, envelope, handler));
            if (failure != null) {
                report(failure);
            }
        } catch (Throwable failure) {
            // Not the handler's, which is dealt with: an envelope that throws, or no memory.
            report(failure);
        } finally {
            cell.extras().leave(envelope);
        }
    }

    private void report(Throwable failure) {
        boolean goesOn = cell.options().supervision() instanceof Supervision.Resume && !(failure instanceof Error);
        if (goesOn) {
            Supervisor.reportHarmless(cell, failure);
        } else if (!cell.signal(new Signal(failure))) {
            Supervisor.reportLate(cell, failure);
        }
    }

    @Override
    Cell<?> cell() {
        return cell;
    }

    @Override
    Scope scope() {
        return cell.scope();
    }

    @Override
    @Nullable
    Envelope envelope() {
        return envelope;
    }
}
