package dev.thespis.actor;

import java.time.Duration;
import java.util.Objects;

/// How a nursery is to live. Nested nurseries take after their parents.
///
/// @param name for people to read
/// @param onClose how [Nursery#close] ends what is in the nursery; by default it is drained
/// @param callDeadline how long a call to one of the nursery's actors waits unless it says otherwise; more than zero,
/// by default 60 s
public record NurseryOptions(String name, Ending onClose, Duration callDeadline) {
    /// Refuses a deadline that is not more than zero.
    public NurseryOptions {
        Objects.requireNonNull(name);
        Objects.requireNonNull(onClose);
        if (!callDeadline.isPositive()) {
            throw new IllegalArgumentException("callDeadline must be more than zero: callDeadline=" + callDeadline);
        }
    }

    /// What holds unless something else is said.
    ///
    /// @param name for people to read
    /// @return the defaults named above
    public static NurseryOptions named(String name) {
        return new NurseryOptions(name, Ending.DRAIN, Duration.ofSeconds(60));
    }

    /// The same with another name.
    ///
    /// @param name for people to read
    /// @return a copy
    public NurseryOptions withName(String name) {
        return new NurseryOptions(name, onClose, callDeadline);
    }

    /// The same with another way of closing.
    ///
    /// @param onClose how to end what is in the nursery
    /// @return a copy
    public NurseryOptions withOnClose(Ending onClose) {
        return new NurseryOptions(name, onClose, callDeadline);
    }

    /// The same with another deadline.
    ///
    /// @param callDeadline how long a call waits unless it says otherwise
    /// @return a copy
    public NurseryOptions withCallDeadline(Duration callDeadline) {
        return new NurseryOptions(name, onClose, callDeadline);
    }
}
