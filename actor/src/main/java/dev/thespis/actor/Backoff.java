package dev.thespis.actor;

import java.time.Duration;

/// How long to wait before a restart: the initial pause after the first failure, twice as long after each further one.
///
/// @param initial the first pause; zero or more
/// @param max the longest pause; not less than the initial one
public record Backoff(Duration initial, Duration max) {
    /// Refuses negative pauses, and a longest one that is shorter than the first.
    public Backoff {
        if (initial.isNegative() || max.compareTo(initial) < 0) {
            throw new IllegalArgumentException("0 <= initial <= max must hold: initial=" + initial + ", max=" + max);
        }
    }

    /// No pause.
    ///
    /// @return a back-off of zero
    public static Backoff none() {
        return new Backoff(Duration.ZERO, Duration.ZERO);
    }

    /// The pause before a restart.
    ///
    /// @param restart which one within the budget's time, counted from 1
    /// @return between [#initial] and [#max]
    public Duration pause(int restart) {
        Duration pause = initial;
        for (int i = 1; i < restart && pause.compareTo(max) < 0 && !pause.isZero(); i++) {
            pause = pause.compareTo(max.dividedBy(2)) > 0 ? max : pause.multipliedBy(2);
        }
        return pause;
    }
}
