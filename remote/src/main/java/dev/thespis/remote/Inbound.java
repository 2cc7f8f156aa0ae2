package dev.thespis.remote;

import org.jspecify.annotations.Nullable;

/// A request that came over a connection, from when it was let in until it has been dealt with.
///
/// The [Intake] counts it. Whoever deals with it answers it once, if it is a call, and then leaves the intake, once.
interface Inbound {
    /// The connection id of a call, or 0.
    long cid();

    /// How long its frame was.
    long bytes();

    /// The window that it has taken a message of, if they are counted.
    ReceiveWindows.@Nullable Inflow inflow();

    /// Whether it may go on its way only with a permit.
    boolean needsPermit();

    /// Whether it holds one. Guarded by the intake's lock.
    boolean isPermitted();

    /// Notes whether it holds one. Guarded by the intake's lock.
    void permitted(boolean value);

    /// Sends it on its way. Never blocks.
    void deliver();

    /// The connection is ending, and it has not been let in: it is forgotten.
    default void notEntered() {}

    /// What it is to stay in order with: requests with the same are delivered as they arrived.
    Object order();

    /// Whether it decodes its message when it is delivered, which may take long.
    default boolean isEncoded() {
        return false;
    }

    /// Its caller is gone, and it has not been delivered: it is over at once.
    default void cancel() {
        withdraw();
    }

    /// Its caller is gone, and it has been delivered: it is stopped as far as that is possible, and answered when
    /// nothing of it is left. Any thread, any time.
    void withdraw();

    /// Its connection is ending: it is not to be answered any more. To be followed by [#cancel] or [#withdraw].
    void abandon();

    default boolean isCall() {
        return cid() != 0;
    }
}
