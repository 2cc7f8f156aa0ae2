package dev.thespis.actor;

import dev.thespis.actor.internal.Running;
import java.util.Optional;

/// Who is at work on this thread: for whoever tells log lines, measurements or traces of one actor from those of
/// others.
///
/// *Threading.* Safe for use by any number of threads; costs about as much as reading a field.
public final class Self {
    private Self() {}

    /// The name of the actor whose handler or hook runs on this thread. Concurrent handlers have it too, and threads
    /// that a handler starts in a structured scope; other threads that it starts have none.
    ///
    /// @return empty if no actor is at work here
    public static Optional<String> name() {
        return Running.actorName();
    }
}
