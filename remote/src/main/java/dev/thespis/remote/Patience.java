package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/// How long a sender waits for its turn, and what it is told when that is over.
interface Patience {
    /// As long as it takes: a send.
    @SuppressWarnings("WaitNotInLoop") // the loop is the turnstile's
    Patience ENDLESS = condition -> {
        condition.await();
        return null;
    };

    /// Not at all: a send that is only tried.
    Patience NONE = new Patience() {
        @Override
        public CallFailure await(Condition condition) {
            return new CallFailure.Overloaded("the connection");
        }

        @Override
        public boolean waits() {
            return false;
        }
    };

    /// Waits for a signal once, perhaps in vain.
    ///
    /// @return why not to wait any longer, or null
    /// @throws InterruptedException if interrupted first
    @Nullable
    CallFailure await(Condition condition) throws InterruptedException;

    /// Whether it waits at all.
    default boolean waits() {
        return true;
    }
}
