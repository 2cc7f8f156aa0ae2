package dev.thespis.remote;

import java.util.Objects;

/// How much may wait for one subscriber of a [Topic], and what happens when that is used up.
///
/// That does not count what is on its way: in the mailbox of an actor, or in the window and the queue of a connection,
/// which has its own [Limits]. A publication that goes in fragments is copied for that, one at a time.
///
/// @param whenFull what happens to whom
/// @param messages how many publications may wait, 1 to 1,000,000; default 1,024
/// @param bytes how many bytes of them, 1 to 2^39; default 1 MiB. One publication may go beyond it
public record SubscriberOptions(WhenFull whenFull, int messages, long bytes) {
    private static final int MESSAGES = 1_024;
    private static final long BYTES = 1 << 20;

    /// What happens when a subscriber takes less than is published.
    public enum WhenFull {
        /// All publishers wait: remote ones get no credit back, local ones are parked. Nothing is lost, and the slowest
        /// subscriber sets the pace for everybody; so this is for those that one trusts.
        WAIT,
        /// What has waited longest is dropped, with an event. Nobody else notices.
        DROP_OLDEST,
        /// The subscription ends, with an event; if the subscriber is a peer, it is closed with the reason.
        DISCONNECT
    }

    /// Checks the options.
    public SubscriberOptions {
        Objects.requireNonNull(whenFull, "whenFull");
        if (messages < 1 || messages > 1_000_000)
            throw new IllegalArgumentException("messages=" + messages + ", must be from 1 to 1000000");
        if (bytes < 1 || bytes > 1L << 39)
            throw new IllegalArgumentException("bytes=" + bytes + ", must be from 1 to 2^39");
    }

    /// Publishers wait for the subscriber.
    ///
    /// @return options with the default bounds
    public static SubscriberOptions waiting() {
        return new SubscriberOptions(WhenFull.WAIT, MESSAGES, BYTES);
    }

    /// The subscriber loses what it has not taken in time, the oldest first.
    ///
    /// @return options with the default bounds
    public static SubscriberOptions droppingOldest() {
        return new SubscriberOptions(WhenFull.DROP_OLDEST, MESSAGES, BYTES);
    }

    /// The subscriber is cut off.
    ///
    /// @return options with the default bounds
    public static SubscriberOptions disconnecting() {
        return new SubscriberOptions(WhenFull.DISCONNECT, MESSAGES, BYTES);
    }

    /// The same options with another number of messages.
    ///
    /// @param value how many may wait
    /// @return new options
    public SubscriberOptions withMessages(int value) {
        return new SubscriberOptions(whenFull, value, bytes);
    }

    /// The same options with another number of bytes.
    ///
    /// @param value how many may wait
    /// @return new options
    public SubscriberOptions withBytes(long value) {
        return new SubscriberOptions(whenFull, messages, value);
    }
}
