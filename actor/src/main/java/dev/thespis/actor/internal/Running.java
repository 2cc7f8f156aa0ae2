package dev.thespis.actor.internal;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What runs on a thread that a nursery started: an actor, one of its concurrent handlers, or a task.
///
/// Bound once for each run of a thread, not for each message; what changes with the message is a field that only this
/// thread touches.
public abstract class Running {
    static final ScopedValue<@Nullable Running> CURRENT = ScopedValue.newInstance();

    /// What runs on this thread; null if no nursery started it.
    static @Nullable Running current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    Running() {}

    /// Does something on this thread that has nothing to do with what runs on it.
    ///
    /// @param action runs as if no nursery had started the thread
    public static void outside(Runnable action) {
        if (current() == null) {
            action.run();
        } else {
            ScopedValue.where(CURRENT, null).run(action);
        }
    }

    /// The name of the actor on whose behalf this thread runs.
    ///
    /// @return empty if there is none
    public static Optional<String> actorName() {
        Running running = current();
        Cell<?> cell = running == null ? null : running.cell();
        return cell == null ? Optional.empty() : Optional.of(cell.name());
    }

    /// The nursery that waits for this.
    abstract Scope scope();

    /// The actor on whose behalf this runs, if it is one.
    abstract @Nullable Cell<?> cell();

    /// The envelope being handled, if one is.
    abstract @Nullable Envelope envelope();
}
