package dev.thespis.actor;

import java.time.Duration;

/// What becomes of an actor when one of its handlers fails. The message that failed is not handled again in any case.
///
/// An `Error`, such as a failed assertion or an overflown stack, stops the actor unless it is to be restarted.
public sealed interface Supervision {
    /// The actor goes on with the state that it has. The default: one bad request must not take a service away.
    ///
    /// @return the same as `new Resume()`
    static Supervision resume() {
        return new Resume();
    }

    /// The actor stops; what is in its mailbox fails. Its nursery reports the failure when it closes.
    ///
    /// @return the same as `new Stop()`
    static Supervision stop() {
        return new Stop();
    }

    /// The actor is made anew by its factory; its addresses and what is in its mailbox stay.
    ///
    /// @param budget how many restarts within the time; one failure more stops the actor
    /// @param within the time in which restarts are counted
    /// @param backoff how long to wait before each restart
    /// @return the same as `new Restart(budget, within, backoff)`
    static Supervision restart(int budget, Duration within, Backoff backoff) {
        return new Restart(budget, within, backoff);
    }

    /// See [#resume()].
    record Resume() implements Supervision {}

    /// See [#stop()].
    record Stop() implements Supervision {}

    /// See [#restart].
    ///
    /// @param budget how many restarts within the time; 1 to 10,000
    /// @param within the time in which restarts are counted; more than zero
    /// @param backoff how long to wait before each restart
    record Restart(int budget, Duration within, Backoff backoff) implements Supervision {
        /// The largest budget.
        public static final int MAX_BUDGET = 10_000;

        /// Refuses a budget out of range, and a time that is not more than zero.
        public Restart {
            if (budget < 1 || budget > MAX_BUDGET) {
                throw new IllegalArgumentException("budget must be 1 to " + MAX_BUDGET + ": budget=" + budget);
            }
            if (!within.isPositive()) {
                throw new IllegalArgumentException("within must be more than zero: within=" + within);
            }
        }
    }
}
