package dev.thespis.remote;

import dev.thespis.actor.CallFailure.Handled;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// How a connection ends: once, for whatever cause, in one order, on a thread of its own.
///
/// 1. Requests of ours are refused; calls of ours that wait fail. If this side closes, what topics have accepted for
/// the other one still goes, for as long as [Limits#flush] at most.
/// 2. Calls that came over the connection get what grace there is, to end and to be replied to; then they are
/// cancelled. Sends that have arrived are in their mailboxes and are handled.
/// 3. What is queued is written, then the output is shut down.
/// 4. The other side gets time to read that and to close; cutting it off at once would lose what is on its way.
/// 5. The stream is closed, and the reader and the writer have ended.
///
/// A failed transport leaves out what can't be done: 3 and 4. All waits are bounded by [Limits].
final class Ending {
    /// How long a closed stream may take to make its threads end. It is not waited for any longer then: a read of
    /// standard input can't be ended on some systems.
    private static final Duration CLOSED = Duration.ofSeconds(2);

    private static final Duration PROBE = Duration.ofMillis(200);

    /// Why a connection ends.
    enum Cause {
        /// This side closes it.
        LOCAL,
        /// The other side shut down its output; it may still read, or be gone.
        REMOTE,
        /// What arrives makes no sense any more; it can still be said so.
        CORRUPT,
        /// It is of no use any more.
        FAILED
    }

    /// One who has accepted messages for the other side that are not requests of the connection yet.
    interface Draining {
        /// Whether there are any.
        boolean isBusy();

        /// Accepts no more.
        void takeNoMore();

        /// Waits until all are accepted by the connection, or given up, which they are when that time is over.
        void finish(long untilNanos);
    }

    private final Connection connection;
    private final AtomicReference<@Nullable Cause> cause = new AtomicReference<>();
    private volatile boolean broken;
    private volatile String reason = "it is open";
    private volatile @Nullable Thread ender;

    // Guarded by the monitor, on which is waited for what ends:

    private List<Runnable> whenDone = List.of();
    private List<Draining> draining = List.of();
    private boolean readerEnded;
    private boolean done;
    private boolean ended;

    Ending(Connection connection) {
        this.connection = connection;
    }

    void start() {
        new ReadLoop(connection, this::readerEnded).start();
    }

    private synchronized void readerEnded() {
        readerEnded = true;
        notifyAll();
    }

    /// Ends a connection that was not started.
    void neverStarted(String because) {
        readerEnded();
        begin(Cause.FAILED, because);
    }

    /// Begins to end the connection, unless it is ending already.
    ///
    /// @param last published first, if this is what ends the connection
    void begin(Cause why, String because, PeerEvent... last) {
        if (why == Cause.FAILED) broken = true;
        var refusal = connection.lost(because, Handled.NO);
        if (!cause.compareAndSet(null, why)) {
            if (why != Cause.LOCAL) connection.outbox().refuse(refusal); // also what is still to be drained
            return;
        }
        reason = because;
        for (var event : last) connection.publish(event);
        var drains = why == Cause.LOCAL && draining().stream().anyMatch(Draining::isBusy);
        if (drains) connection.outbox().refuseNew(refusal);
        else connection.outbox().refuse(refusal);
        Thread.ofVirtual().name("thespis-ending-" + connection.id()).start(() -> run(drains));
    }

    private synchronized List<Draining> draining() {
        return List.copyOf(draining);
    }

    /// Lets one finish before the connection is closed by this side.
    synchronized void add(Draining one) {
        if (draining.isEmpty()) draining = new ArrayList<>(1);
        draining.add(one);
    }

    synchronized void forget(Draining one) {
        if (!draining.isEmpty()) draining.remove(one);
    }

    /// Waits until the connection has ended. On one of its own threads it returns at once, since they end before.
    void await() throws InterruptedException {
        if (isOwnThread()) return;
        synchronized (this) {
            while (!ended) wait();
        }
    }

    /// Whether the current thread is one of the connection's, which end before it does.
    boolean isOwnThread() {
        var current = Thread.currentThread();
        return current == ender
                || connection.reader().isCurrent()
                || connection.queue().isWriter()
                || connection.unpacking().isCurrent();
    }

    boolean await(Duration wait) throws InterruptedException {
        var until = System.nanoTime() + wait.toNanos();
        synchronized (this) {
            while (!ended) if (!waitUntil(until)) return false;
            return true;
        }
    }

    /// Whether the stream is of no use any more, in either direction.
    boolean isBroken() {
        return broken;
    }

    boolean begun() {
        return cause.get() != null;
    }

    String reason() {
        return reason;
    }

    private void run(boolean drains) {
        ender = Thread.currentThread();
        var limits = connection.limits();
        connection.refusing();
        if (drains) drain(limits.flush());
        else failPending();
        switch (java.util.Objects.requireNonNull(cause.get())) {
            case LOCAL -> {
                connection.control().goodbye(reason);
                endCalls(limits.grace());
                flush(limits.flush());
            }
            case REMOTE -> {
                endCalls(limits.halfClose());
                flush(limits.flush());
            }
            case CORRUPT -> {
                connection.replies().corrupt(reason);
                endCalls(limits.grace());
                flush(limits.flush());
            }
            case FAILED -> endCalls(limits.grace());
        }
        close();
        connection.capabilities().close();
        connection.holdings().close();
        connection.closing().close();
        connection.recordEnd(java.util.Objects.requireNonNull(cause.get()), reason);
        connection.publish(new PeerEvent.Closed(reason));
        connection.events().complete();
        for (var action : finishDone()) action.run();
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    /// Runs the action when all has ended; at once if it has.
    void whenDone(Runnable action) {
        synchronized (this) {
            if (!done) {
                if (whenDone.isEmpty()) whenDone = new ArrayList<>(1);
                whenDone.add(action);
                return;
            }
        }
        action.run();
    }

    /// Leaves an action out that has not run yet.
    synchronized void forget(Runnable action) {
        if (!whenDone.isEmpty()) whenDone.remove(action);
    }

    private synchronized List<Runnable> finishDone() {
        done = true;
        return List.copyOf(whenDone);
    }

    /// Fails the calls that wait. None can come after them once requests are refused under the outbox's lock.
    private void failPending() {
        for (var call : connection.outbox().drain()) call.failIfOpen(connection.lost(reason, Handled.MAYBE));
    }

    private void drain(Duration limit) {
        var until = System.nanoTime() + limit.toNanos();
        // their answers still give credit back, which may be needed
        for (var call : connection.outbox().calls()) call.failIfOpen(connection.lost(reason, Handled.MAYBE));
        var all = draining();
        all.forEach(Draining::takeNoMore);
        all.forEach(one -> one.finish(until));
        connection.outbox().refuse(connection.lost(reason, Handled.NO));
        failPending();
    }

    /// Lets calls that came over the connection go on for a while. If the other side seems to have gone, it is asked
    /// now and then: only writing shows that nobody reads.
    private void endCalls(Duration grace) {
        var intake = connection.intake();
        intake.close();
        var until = System.nanoTime() + grace.toNanos();
        while (!broken && until - System.nanoTime() > 0) {
            var wait = Math.min(until - System.nanoTime(), PROBE.toNanos());
            if (intake.awaitCalls(wait)) return;
            if (cause.get() == Cause.REMOTE) probe();
        }
        intake.cancelCalls();
    }

    /// Shows, sooner or later, whether the other side still reads: a write to one that has gone fails.
    private void probe() {
        var unused = connection.control().pings().send();
    }

    private void flush(Duration limit) {
        if (broken) return;
        var until = System.nanoTime() + limit.toNanos();
        connection.queue().finish();
        if (awaitWriter(until)) awaitReader(until);
    }

    private void close() {
        connection.watch().stop();
        connection.control().close();
        connection.queue().drop();
        try {
            connection.duplex().close();
        } catch (IOException e) {
            connection.failed(new PeerError.TransportFailed(e));
        }
        var until = System.nanoTime() + CLOSED.toNanos();
        awaitWriter(until);
        awaitReader(until);
        try {
            connection.unpacking().await(until);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody has this thread to interrupt it
        }
    }

    private boolean awaitWriter(long until) {
        try {
            return connection.queue().awaitEnd(until);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody has this thread to interrupt it
            return false;
        }
    }

    private synchronized void awaitReader(long until) {
        try {
            while (!readerEnded) if (!waitUntil(until)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody has this thread to interrupt it
        }
    }

    /// Waits for a change. With the monitor.
    ///
    /// @return false if it is too late to wait
    @SuppressWarnings("WaitNotInLoop") // those who call it are in one
    private boolean waitUntil(long nanos) throws InterruptedException {
        var left = nanos - System.nanoTime();
        if (left <= 0) return false;
        wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        return true;
    }
}
