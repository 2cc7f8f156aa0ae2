package dev.thespis.actor;

import java.util.Objects;

/// How one actor is to live.
///
/// @param name for people to read; if blank, the protocol's name and a number
/// @param mailbox how messages wait for the actor; by default, 1024 of them, and senders wait for room
/// @param supervision what becomes of the actor when a handler fails; by default it goes on
/// @param concurrency how many concurrent handlers may run at once, 1 or more; by default 256. A message that would be
/// one more waits, and with it all behind it
public record ActorOptions(String name, Mailbox mailbox, Supervision supervision, int concurrency) {
    private static final ActorOptions DEFAULTS = new ActorOptions("", Mailbox.bounded(), Supervision.resume(), 256);

    /// Refuses a concurrency below 1.
    public ActorOptions {
        Objects.requireNonNull(name);
        Objects.requireNonNull(mailbox);
        Objects.requireNonNull(supervision);
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency must be 1 or more: concurrency=" + concurrency);
        }
    }

    /// What holds unless something else is said.
    ///
    /// @return the defaults named above
    public static ActorOptions defaults() {
        return DEFAULTS;
    }

    /// The defaults with a name.
    ///
    /// @param name for people to read
    /// @return defaults otherwise
    public static ActorOptions named(String name) {
        return DEFAULTS.withName(name);
    }

    /// The same with another name.
    ///
    /// @param name for people to read
    /// @return a copy
    public ActorOptions withName(String name) {
        return new ActorOptions(name, mailbox, supervision, concurrency);
    }

    /// The same with another mailbox.
    ///
    /// @param mailbox how messages wait for the actor
    /// @return a copy
    public ActorOptions withMailbox(Mailbox mailbox) {
        return new ActorOptions(name, mailbox, supervision, concurrency);
    }

    /// The same with another supervision.
    ///
    /// @param supervision what becomes of the actor when a handler fails
    /// @return a copy
    public ActorOptions withSupervision(Supervision supervision) {
        return new ActorOptions(name, mailbox, supervision, concurrency);
    }

    /// The same with another limit of concurrent handlers.
    ///
    /// @param concurrency how many concurrent handlers may run at once
    /// @return a copy
    public ActorOptions withConcurrency(int concurrency) {
        return new ActorOptions(name, mailbox, supervision, concurrency);
    }
}
