package dev.thespis.actor;

/// How an actor or a nursery comes to its end.
public enum Ending {
    /// What has begun or was accepted is completed: tasks are waited for, actors handle what is in their mailboxes.
    DRAIN,
    /// Tasks and running handlers are interrupted; what is in the mailboxes fails, certainly not handled.
    CANCEL
}
