package dev.thespis.actor.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who is in a nursery, and what has failed there.
///
/// ```
///    OPEN ---- close ----> CLOSING ---- everything has ended ----> CLOSED
/// ```
///
/// Besides, it may be cancelled, in any state. Everything in this class is guarded by `lock`, under which no code of
/// the user's runs. Nobody is let in who could be overlooked: members are added in the same breath as it is found open,
/// so whoever closes or cancels, and looks afterwards, sees all there will ever be.
final class Members {
    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final String nursery;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Cells cells = new Cells();
    private final Set<Task<?>> tasks = new HashSet<>();
    private final SequencedSet<Scope> children = new LinkedHashSet<>();
    private Failures failures = new Failures();
    private State state = State.OPEN;
    private boolean cancelled;

    /// @param nursery its name
    Members(String nursery) {
        this.nursery = nursery;
    }

    void add(Cell<?> cell) {
        locked(() -> {
            refuseUnlessOpen();
            cells.add(cell);
        });
    }

    void add(Task<?> task) {
        locked(() -> {
            refuseUnlessOpen();
            tasks.add(task);
        });
    }

    void add(Scope child) {
        locked(() -> {
            refuseUnlessOpen();
            children.addLast(child);
        });
    }

    private void refuseUnlessOpen() {
        if (cancelled || state != State.OPEN) {
            throw new IllegalStateException("nursery " + nursery + " is " + (cancelled ? "cancelled" : "closed"));
        }
    }

    void remove(Cell<?> cell) {
        locked(() -> {
            cells.remove(cell);
            changed.signalAll();
        });
    }

    void remove(Task<?> task) {
        locked(() -> {
            tasks.remove(task);
            changed.signalAll();
        });
    }

    void remove(Scope child) {
        locked(() -> children.remove(child));
    }

    /// The nested scopes, the oldest first.
    List<Scope> children() {
        return locked(() -> new ArrayList<>(children));
    }

    List<Task<?>> tasks() {
        return locked(() -> new ArrayList<>(tasks));
    }

    @Nullable
    Cell<?> newestCell() {
        lock.lock();
        try {
            return cells.newest();
        } finally {
            lock.unlock();
        }
    }

    /// The actors for which something holds, the newest first. It is asked under the lock and must not block.
    List<Cell<?>> cells(Predicate<Cell<?>> condition) {
        return locked(() -> {
            List<Cell<?>> found = new ArrayList<>(0);
            cells.forEach(cell -> {
                if (condition.test(cell)) {
                    found.add(cell);
                }
            });
            return found;
        });
    }

    boolean hasTasks() {
        return locked(() -> !tasks.isEmpty());
    }

    boolean isClosed() {
        return locked(() -> state == State.CLOSED);
    }

    /// Lets nobody in any more.
    void cancelled() {
        locked(() -> cancelled = true);
    }

    /// Lets nobody in any more; false if that is so already.
    boolean beginClosing() {
        return locked(() -> {
            boolean first = state == State.OPEN;
            state = first ? State.CLOSING : state;
            return first;
        });
    }

    void closed() {
        locked(() -> {
            state = State.CLOSED;
            changed.signalAll();
        });
    }

    /// Waits until there are no tasks.
    void awaitTasks() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!tasks.isEmpty()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a condition holds that depends on who is there; an interrupt is answered, and the waiting goes on.
    ///
    /// @param condition may ask this object
    /// @param interrupted what to do then; the lock is not held
    void await(Supplier<Boolean> condition, Runnable interrupted) {
        boolean wasInterrupted = false;
        while (!awaitUnlessInterrupted(condition)) {
            wasInterrupted = true;
            interrupted.run();
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitUnlessInterrupted(Supplier<Boolean> condition) {
        lock.lock();
        try {
            while (!condition.get()) {
                changed.await();
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    void failed(Throwable failure) {
        locked(() -> failures.add(failure));
    }

    void failed(Failures more) {
        locked(() -> failures.addAll(more));
    }

    /// What has failed and was not taken yet.
    Failures takeFailures() {
        return locked(() -> {
            Failures taken = failures;
            failures = new Failures();
            return taken;
        });
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }
}
