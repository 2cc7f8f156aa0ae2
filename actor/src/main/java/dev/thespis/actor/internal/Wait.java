package dev.thespis.actor.internal;

/// Something for which an actor's handler waits, and which only another actor's progress can bring about.
interface Wait {
    /// The actor that is waited for.
    Cell<?> target();

    /// Whether it is still waited for, and the target can't bring it about in the middle of a handler.
    boolean holds();
}
