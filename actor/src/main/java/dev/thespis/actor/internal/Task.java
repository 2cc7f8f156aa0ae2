package dev.thespis.actor.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Something that a nursery runs on a virtual thread, and its future.
final class Task<T> extends FutureTask<T> {
    private final Scope scope;
    private final String name;

    Task(Scope scope, String name, Callable<T> work) {
        super(work);
        this.scope = scope;
        this.name = name;
    }

    void start() {
        Thread.ofVirtual().name(name).inheritInheritableThreadLocals(false).start(this::runBound);
    }

    String name() {
        return name;
    }

    /// The future may be done before its work is, if it was cancelled; the task has ended when this has.
    private void runBound() {
        try {
            ScopedValue.where(Running.CURRENT, new Context(scope)).run(this);
        } finally {
            scope.ended(this);
        }
    }

    @Override
    protected void setException(Throwable failure) {
        boolean counts = scope.taskFailed(this, failure);
        super.setException(failure);
        if (counts) {
            scope.cancel(); // not earlier, or this task's own future would say that it was cancelled
        }
    }

    /// Tells what runs in the task to which nursery it belongs.
    private static final class Context extends Running {
        private final Scope scope;

        Context(Scope scope) {
            this.scope = scope;
        }

        @Override
        Scope scope() {
            return scope;
        }

        @Override
        @Nullable
        Cell<?> cell() {
            return null;
        }

        @Override
        @Nullable
        Envelope envelope() {
            return null;
        }
    }
}
