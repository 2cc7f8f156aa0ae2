package dev.thespis.actor.internal;

import org.jspecify.annotations.Nullable;

/// Where envelopes wait for their actor, and the knowledge whether somebody is at work on them.
///
/// Any number of threads push; one consumer at a time polls. A new inbox has a consumer: who made it. A consumer that
/// has found nothing rests, and then either somebody else becomes the consumer, when `push` or `close` returns to them
/// that they must wake one, or the consumer goes on. Everything that a consumer did before it rested happens before
/// whatever the next one does.
abstract sealed class Inbox permits Fifo, TwoLanes, Latest {
    /// What became of an envelope.
    enum Push {
        /// A consumer will find it.
        ACCEPTED,
        /// There is no consumer: who pushed must become or start one, which will find it.
        WAKE,
        /// The inbox is closed; the envelope is not in it.
        CLOSED
    }

    /// What a consumer that found nothing is to do.
    enum Rest {
        /// It is no longer the consumer.
        IDLE,
        /// Go on: something has been pushed meanwhile.
        MORE,
        /// Go on and end: the inbox is closed, nothing will come any more.
        DRAINED
    }

    /// Looks at an envelope's message before it is pushed. Throws what the user's code throws that does so.
    void classify(Envelope envelope) {}

    abstract Push push(Envelope envelope);

    /// The next envelope, or null. For the consumer.
    abstract @Nullable Envelope poll();

    /// To be asked when `poll` has returned null. For the consumer.
    abstract Rest rest();

    /// Accepts no more; what is in stays in. True if who closed must become or start a consumer; false the second time.
    abstract boolean close();
}
