package dev.thespis.actor.internal;

import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Ending;
import dev.thespis.actor.Handler;
import dev.thespis.actor.Mailbox;
import dev.thespis.actor.NurseryEvent;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The consumer of an actor's inbox, for as long as there is something in it. One thread: nearly always a virtual
/// thread of its own; for a spawn, and for closing an idle actor, the thread of who does that.
///
/// Who gets [Inbox.Push#WAKE] starts an activation; it handles envelopes until the inbox lets it rest, or is drained,
/// which is the actor's end. As one activation rests before the next one starts, handlers run one at a time, and each
/// sees what those before it wrote.
///
/// A running handler can be interrupted from outside when the actor is cancelled: the canceller first raises the phase,
/// then looks at `current`; the activation first sets `current`, then (a full fence and the envelope's `begin` between)
/// looks at the phase. At least one sees the other.
final class Activation extends Running implements Runnable {
    /// So many messages are handled at most before the thread lets others run.
    private static final int BUDGET = 256;

    /// So many at first, until it is known how long they take.
    private static final int FIRST_BUDGET = 8;

    /// So many that they take about as long as that; one at least.
    private static final long BUDGET_NANOS = 500_000;

    /// For so long the thread may keep coming back by yielding alone.
    private static final long SLICE_NANOS = 2_000_000;

    private final Cell<?> cell;

    /// Whether messages took so little time that it is no matter if senders wait for some more of them.
    private boolean quick;

    private volatile @Nullable Thread thread;
    private volatile @Nullable Envelope current;
    private volatile @Nullable Wait waiting;

    Activation(Cell<?> cell) {
        this.cell = cell;
    }

    /// The activation whose (exclusive) handler or hook runs on this thread.
    static @Nullable Activation current() {
        // A handler may have forked threads that inherit what is bound; only the actor's own thread is the actor.
        return Running.current() instanceof Activation activation && activation.thread == Thread.currentThread()
                ? activation
                : null;
    }

    /// Runs on a virtual thread of its own.
    void start() {
        Thread.ofVirtual()
                .name(cell.name())
                .inheritInheritableThreadLocals(false)
                .start(this);
    }

    /// Makes and starts the actor on this thread, then rests or hands over to a thread of its own.
    void spawn() throws Exception {
        occupy();
        try {
            ScopedValue.where(CURRENT, this).call(() -> {
                cell.incarnate();
                return true;
            });
        } catch (Exception | Error failure) {
            new Supervisor(cell, this).discard();
            throw failure;
        }
        if (cell.scope().isObserved()) {
            cell.scope().publish(new NurseryEvent.ActorStarted(cell));
        }
        if (rest() != Inbox.Rest.IDLE) {
            new Activation(cell).start();
        }
    }

    @Override
    public void run() {
        try {
            ScopedValue.where(CURRENT, this).run(this::serve);
        } catch (Throwable failure) {
            // An envelope that throws, or no memory: without this the inbox would keep a consumer that is gone.
            new Supervisor(cell, this).abort(failure);
        }
    }

    private void serve() {
        occupy();
        int budget = FIRST_BUDGET;
        int left = budget;
        long sliceNanos = System.nanoTime();
        long budgetNanos = sliceNanos;
        while (true) {
            Envelope envelope = cell.inbox().poll();
            if (envelope == null) {
                handOver();
                switch (rest()) {
                    case IDLE -> {
                        return;
                    }
                    case MORE -> occupy();
                    case DRAINED -> {
                        new Supervisor(cell, this).end();
                        return;
                    }
                }
            } else {
                handle(envelope);
                left--;
                if (left == 0) {
                    handOver();
                    long now = System.nanoTime();
                    if (budget == BUDGET || now - budgetNanos >= BUDGET_NANOS) {
                        sliceNanos = letOthersRun(now, sliceNanos);
                    }
                    budget = nextBudget(budget, now - budgetNanos);
                    left = budget;
                    quick = budget == BUDGET;
                    budgetNanos = System.nanoTime();
                }
            }
        }
    }

    /// How many messages to handle next, after so many have taken so long. A busy actor looks at the clock seldom,
    /// and one whose messages take long keeps others waiting for one of them only.
    private static int nextBudget(int budget, long tookNanos) {
        long fitting = budget * BUDGET_NANOS / Math.max(1, tookNanos);
        return (int) Math.clamp(fitting, 1, Math.min(BUDGET, budget * 8L));
    }

    /// Virtual threads are not preempted, and yielding is not enough: a thread that yields goes to the end of its
    /// carrier's own queue, and a carrier looks at what came from outside only when that is empty. Two busy actors on
    /// each carrier would shut out everything that a platform thread starts or wakes, sockets included. A thread that
    /// parks for the shortest time comes back from outside itself; that costs so much more that it is done seldom.
    ///
    /// @return when the slice began
    @SuppressWarnings("ThreadPriorityCheck") // what depends on it is fairness, not correctness
    private long letOthersRun(long now, long sliceNanos) {
        if (now - sliceNanos < SLICE_NANOS) {
            Thread.yield();
            return sliceNanos;
        }
        LockSupport.parkNanos(this, 1);
        return System.nanoTime();
    }

    private void handOver() {
        Gate gate = cell.gate();
        if (gate != null) {
            gate.handOver();
        }
    }

    private void occupy() {
        thread = Thread.currentThread();
        cell.activation(this);
    }

    private Inbox.Rest rest() {
        current = null;
        // Before resting: afterwards the cell may be somebody else's already.
        cell.activation(null);
        return cell.inbox().rest();
    }

    private void handle(Envelope envelope) {
        if (envelope instanceof Signal signal) {
            current = null; // the hooks of a restart belong to no message
            new Supervisor(cell, this).failed(signal.failure());
            return;
        }
        if (cell.options().mailbox() instanceof Mailbox.Throttled && envelope.isWanted()) {
            throttle();
        }
        leaveMailbox(envelope);
        Handler<?, ?> handler = cell.isCancelled() ? null : cell.handler(envelope.index);
        if (handler == null) {
            cell.drop(envelope, cell.stopped(Handled.NO));
        } else if (handler instanceof ConcurrentHandler<?, ?> concurrent) {
            handOver(); // it may have to wait for others to end
            new ConcurrentRun(cell, envelope, concurrent).start();
        } else {
            Throwable failure = Invocation.run(cell, envelope, handler);
            if (failure != null) {
                current = null;
                new Supervisor(cell, this).failed(failure);
            }
        }
    }

    /// Gives the envelope's slot back, and makes the envelope known as the current one.
    private void leaveMailbox(Envelope envelope) {
        Gate gate = cell.gate();
        if (gate != null && envelope.is(Envelope.ADMITTED)) {
            gate.passed();
            current = envelope;
            if (quick) {
                gate.handOverMany();
            } else {
                gate.handOver();
            }
        } else {
            current = envelope;
        }
    }

    private void throttle() {
        Throttle throttle = cell.extras().throttle();
        if (throttle == null) {
            return;
        }
        long remaining = throttle.waitNanos(System.nanoTime());
        if (remaining > 0) {
            handOver();
        }
        while (remaining > 0 && !cell.isCancelled()) {
            LockSupport.parkNanos(this, remaining);
            remaining = throttle.waitNanos(System.nanoTime());
        }
        throttle.pass(System.nanoTime());
    }

    /// Waits before a restart; less long if the actor is to stop meanwhile.
    void pause(long nanos) {
        handOver();
        Deadline deadline = new Deadline(Duration.ofNanos(nanos), System.nanoTime() + nanos, false);
        while (deadline.remainingNanos() > 0 && cell.isOpen()) {
            deadline.park(this);
        }
    }

    /// The phase of the actor has been raised: wakes the thread from its pauses, and interrupts the handler if need be.
    void nudge(Ending ending) {
        Envelope running = current;
        if (ending == Ending.CANCEL && running != null) {
            running.interrupt();
        }
        Thread pausing = thread;
        if (pausing != null) {
            LockSupport.unpark(pausing);
        }
    }

    /// Its handler waits for something from here on, or no more. First whoever may enter does so: who is let in does
    /// not wait for this actor, and there is no cycle.
    void waitFor(@Nullable Wait wait) {
        if (wait != null) {
            handOver();
        }
        waiting = wait;
    }

    @Nullable
    Wait waiting() {
        return waiting;
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
        return current;
    }
}
