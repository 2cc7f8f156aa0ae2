package dev.thespis.actor;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/// How messages wait for an actor.
///
/// Whoever sends to a full mailbox waits, in order of arrival; the first that waits gets the first room. A message that
/// the actor has begun to handle no longer counts. An actor that sends to its own full mailbox would wait for itself;
/// that send fails as [CallFailure.Overloaded] instead.
public sealed interface Mailbox {
    /// The capacity of [#bounded()].
    int DEFAULT_CAPACITY = 1024;

    /// Holds 1024 messages; senders wait for room. The default.
    ///
    /// @return the same as `new Bounded(DEFAULT_CAPACITY)`
    static Mailbox bounded() {
        return new Bounded(DEFAULT_CAPACITY);
    }

    /// Holds some messages; senders wait for room.
    ///
    /// @param capacity how many
    /// @return the same as `new Bounded(capacity)`
    static Mailbox bounded(int capacity) {
        return new Bounded(capacity);
    }

    /// Holds any number of messages; senders never wait.
    ///
    /// @return the same as `new Unbounded()`
    static Mailbox unbounded() {
        return new Unbounded();
    }

    /// Holds the latest messages; senders never wait, the oldest message gives way.
    ///
    /// @param capacity how many
    /// @return the same as `new Latest(capacity)`
    static Mailbox latest(int capacity) {
        return new Latest(capacity);
    }

    /// Has two lanes; messages in the urgent one are handled first. Order holds within each lane.
    ///
    /// @param capacity how many messages, both lanes together; senders wait for room
    /// @param urgent tells which messages are urgent
    /// @return the same as `new Priority(capacity, urgent)`
    static Mailbox priority(int capacity, Predicate<Message<?, ?>> urgent) {
        return new Priority(capacity, urgent);
    }

    /// Lets the actor handle only so many messages in a time.
    ///
    /// @param count how many messages within any stretch of the time
    /// @param per the time
    /// @param capacity how many messages may wait; senders wait for room
    /// @return the same as `new Throttled(count, per, capacity)`
    static Mailbox throttled(int count, Duration per, int capacity) {
        return new Throttled(count, per, capacity);
    }

    /// See [#bounded(int)].
    ///
    /// @param capacity how many messages; 1 or more
    record Bounded(int capacity) implements Mailbox {
        /// Refuses a capacity below 1.
        public Bounded {
            checkCapacity(capacity);
        }
    }

    /// See [#unbounded()].
    record Unbounded() implements Mailbox {}

    /// See [#latest(int)]. A call that gives way fails as [CallFailure.Cancelled], a send is reported as
    /// [NurseryEvent.MessageDropped].
    ///
    /// @param capacity how many messages; 1 or more
    record Latest(int capacity) implements Mailbox {
        /// Refuses a capacity below 1.
        public Latest {
            checkCapacity(capacity);
        }
    }

    /// See [#priority].
    ///
    /// @param capacity how many messages; 1 or more
    /// @param urgent runs on the sender's thread; what it throws reaches the sender; must not block
    record Priority(int capacity, Predicate<Message<?, ?>> urgent) implements Mailbox {
        /// Refuses a capacity below 1.
        public Priority {
            checkCapacity(capacity);
            Objects.requireNonNull(urgent);
        }
    }

    /// See [#throttled].
    ///
    /// @param count how many messages; 1 to 1,000,000
    /// @param per the time; more than zero
    /// @param capacity how many messages may wait; 1 or more
    record Throttled(int count, Duration per, int capacity) implements Mailbox {
        /// The largest count.
        public static final int MAX_COUNT = 1_000_000;

        /// Refuses numbers out of range.
        public Throttled {
            checkCapacity(capacity);
            if (count < 1 || count > MAX_COUNT) {
                throw new IllegalArgumentException("count must be 1 to " + MAX_COUNT + ": count=" + count);
            }
            if (!per.isPositive()) {
                throw new IllegalArgumentException("per must be more than zero: per=" + per);
            }
        }
    }

    private static void checkCapacity(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be 1 or more: capacity=" + capacity);
        }
    }
}
