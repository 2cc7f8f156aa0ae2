package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import org.jspecify.annotations.Nullable;

/// How long a sender waits for its turn, and what it is told when that is over.
interface Patience {
    /// As long as it takes: a send.
    Patience ENDLESS = () -> null;

    /// Not at all: a send that is only tried.
    Patience NONE = new Patience() {
        @Override
        public CallFailure over() {
            return new CallFailure.Overloaded("the connection");
        }

        @Override
        public boolean waits() {
            return false;
        }
    };

    /// Asked before each time that it waits.
    ///
    /// @return why not to wait any longer, or null
    @Nullable
    CallFailure over();

    /// Whether it waits at all.
    default boolean waits() {
        return true;
    }

    /// Whether it is over at some time.
    default boolean isTimed() {
        return false;
    }

    /// When it is over, if it is timed.
    default long dueNanos() {
        throw new IllegalStateException("it is not timed");
    }
}
