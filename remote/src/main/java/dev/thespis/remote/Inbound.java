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

    /// Whether it waits for one, or behind one that does. Guarded by the intake's lock.
    boolean isParked();

    /// Notes whether it waits. Guarded by the intake's lock.
    void parked(boolean value);

    /// Sends it on its way. Never blocks.
    void deliver();

    /// Its caller is gone, and it is not on its way and never will be: it is answered at once.
    void cancel();

    /// Its caller is gone: it is stopped as far as that is possible, and answered all the same. Any thread, any time.
    ///
    /// One that waits in a mailbox or a lane is answered, and leaves the intake, only when its turn comes: so long it is
    /// held. Else who calls and cancels again and again could fill the mailbox of a busy actor without end.
    void giveUp();

    /// Its connection is ending: it is not to be answered any more. Any thread, any time.
    void abandon();

    default boolean isCall() {
        return cid() != 0;
    }
}
