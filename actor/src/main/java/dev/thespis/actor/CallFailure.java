package dev.thespis.actor;

import java.time.Duration;
import java.util.List;

/// Why a message got no reply, or was not accepted.
///
/// Each case says whether the message may have been handled, and whether trying again may help. Try again by yourself
/// only where [#handled()] is [Handled#NO], or where handling a message twice does no harm.
public sealed interface CallFailure {
    /// Whether a handler may have seen the message.
    enum Handled {
        /// Certainly not: no handler has started and none will.
        NO,
        /// A handler may have started; it may even have ended.
        MAYBE
    }

    /// Whether the message may have been handled.
    ///
    /// @return what is known about it here
    Handled handled();

    /// Whether the same message may succeed if it is sent again, as far as this failure tells.
    ///
    /// @return false if it would fail in the same way
    boolean retryable();

    /// The failure as a sentence without a full stop, with its numbers and names.
    ///
    /// @return what happened, and where it helps, what to do
    String describe();

    /// The deadline passed before the reply came.
    ///
    /// @param deadline how long the call was to wait at most
    /// @param handled `NO` if no handler had started and none will
    record Timeout(Duration deadline, Handled handled) implements CallFailure {
        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public String describe() {
            long millis = deadline.toMillis();
            return "no reply within " + (millis > 0 ? millis + " ms" : deadline.toNanos() / 1000 + " µs")
                    + (handled == Handled.NO ? "; the message was still waiting" : "");
        }
    }

    /// The call would wait for itself: each actor of the cycle waits for a reply from the next, the last one for the
    /// first.
    ///
    /// @param cycle the names of the actors, the caller first and last
    record Deadlock(List<String> cycle) implements CallFailure {
        /// Takes a copy of the names.
        public Deadlock {
            cycle = List.copyOf(cycle);
        }

        @Override
        public Handled handled() {
            return Handled.NO;
        }

        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public String describe() {
            return "a cycle of calls, in which each actor waits for the next: " + String.join(" -> ", cycle)
                    + "; use send, callAsync or a concurrent handler for one of them";
        }
    }

    /// The caller cancelled the call or was interrupted, or the message was displaced from a mailbox that keeps the
    /// latest.
    ///
    /// @param handled `NO` if the handler had not started
    record Cancelled(Handled handled) implements CallFailure {
        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public String describe() {
            return handled == Handled.NO
                    ? "cancelled before it was handled"
                    : "cancelled while it may have been handled";
        }
    }

    /// The handler threw an exception, or in another process something failed on the way to it or back.
    ///
    /// Within one process the exception is the cause of the [CallException]; other processes give no details.
    ///
    /// @param where the actor or the service
    record HandlerFailed(String where) implements CallFailure {
        @Override
        public Handled handled() {
            return Handled.MAYBE;
        }

        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public String describe() {
            return "the handler of " + where + " failed";
        }
    }

    /// The actor has stopped.
    ///
    /// @param actor its name
    /// @param handled `NO` if the message was still in the mailbox, or never got there
    record ActorStopped(String actor, Handled handled) implements CallFailure {
        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public String describe() {
            return "actor " + actor + " has stopped";
        }
    }

    /// There was no room for the message.
    ///
    /// @param where the mailbox or the connection
    record Overloaded(String where) implements CallFailure {
        @Override
        public Handled handled() {
            return Handled.NO;
        }

        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public String describe() {
            return "no room at " + where + "; try again later";
        }
    }

    /// The other process does not expose the service, or nothing handles it there.
    ///
    /// @param service namespace and name
    record UnknownService(String service) implements CallFailure {
        @Override
        public Handled handled() {
            return Handled.NO;
        }

        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public String describe() {
            return "the other side does not expose " + service + "; compare the namespace and the name of the message";
        }
    }

    /// The other process does not let this caller use the service, or not with this message.
    ///
    /// @param service namespace and name
    /// @param reason in its words, perhaps blank
    record Refused(String service, String reason) implements CallFailure {
        @Override
        public Handled handled() {
            return Handled.NO;
        }

        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public String describe() {
            return "the other side refuses " + service + (reason.isBlank() ? "" : ": " + reason);
        }
    }

    /// The other process can't answer a call of this service, only take sends: it is a publisher.
    ///
    /// @param service namespace and name
    record NoCalls(String service) implements CallFailure {
        @Override
        public Handled handled() {
            return Handled.NO;
        }

        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public String describe() {
            return service + " is published to many and can't be called; send instead";
        }
    }

    /// The other process could not decode the message, or this one could not decode the reply.
    ///
    /// @param what which of both, and what is known about the fault
    /// @param handled `NO` if it was the message
    record Undecodable(String what, Handled handled) implements CallFailure {
        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public String describe() {
            return what + "; do both sides have the same version of the record?";
        }
    }

    /// The message, with its frame, is larger than is accepted.
    ///
    /// @param sizeBytes of the whole frame
    /// @param limitBytes the smaller one of our limit and the other side's
    record TooLarge(long sizeBytes, long limitBytes) implements CallFailure {
        @Override
        public Handled handled() {
            return Handled.NO;
        }

        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public String describe() {
            return "the message needs a frame of " + sizeBytes + " bytes, the limit is " + limitBytes;
        }
    }

    /// The connection ended before the reply came, or had ended before the message was sent.
    ///
    /// @param peer the connection's name
    /// @param reason why it ended
    /// @param handled `NO` if nothing of the message was written
    record ConnectionLost(String peer, String reason, Handled handled) implements CallFailure {
        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public String describe() {
            return "the connection " + peer + " has ended: " + reason;
        }
    }
}
