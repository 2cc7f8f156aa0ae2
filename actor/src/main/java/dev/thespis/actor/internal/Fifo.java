package dev.thespis.actor.internal;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// An inbox without a bound, first in, first out; lock-free.
///
/// One word says everything: `head` is the newest envelope of a stack that the consumer takes as a whole and reverses,
/// or one of these:
///
/// ```
///                  push (WAKE)
///       IDLE  ----------------------> envelopes     IDLE    no consumer, nothing waits
///        ^  ^                         |    ^  |     null    a consumer, nothing new waits
///   rest |  |     take: poll          |    |  |     Last    on top of envelopes: closed, they are still to be taken
///        |  +------------- null <-----+    |  |     CLOSED  closed, and everything was taken
///        +------------------|  |  push     |  |
///                           |  +-----------+  | close
///                     close |                 v
///                           +-------------> Last --- take ---> CLOSED
/// ```
///
/// So a push learns from the same compare-and-set whether it must wake a consumer or comes too late, and no wake-up can
/// get lost between two words. Each envelope is linked anew by the consumer, which costs a second visit; but pushers
/// touch nothing that the consumer writes except when it has run out, and there is no gap as in queues whose producers
/// exchange the tail first and link afterwards.
///
/// Memory order: `head` is read and written with volatile semantics, `next` and the fields of envelopes are plain and
/// published by it. `taken` and `drained` belong to the consumer and pass to the next one over `head`.
final class Fifo extends Inbox {
    private static final Envelope IDLE = new Mark();
    private static final Envelope CLOSED = new Mark();

    private static final VarHandle HEAD;

    static {
        try {
            HEAD = MethodHandles.lookup().findVarHandle(Fifo.class, "head", Envelope.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Envelope head;

    /// What the consumer has taken and not yet handed out, oldest first.
    private @Nullable Envelope taken;

    @Override
    Push push(Envelope envelope) {
        while (true) {
            Envelope top = head;
            if (top == CLOSED || top instanceof Last) {
                return Push.CLOSED;
            }
            envelope.next = top == IDLE ? null : top;
            if (HEAD.compareAndSet(this, top, envelope)) {
                return top == IDLE ? Push.WAKE : Push.ACCEPTED;
            }
            // Another push, or the consumer, came first: look again.
        }
    }

    @Override
    @Nullable
    Envelope poll() {
        Envelope first = taken;
        if (first == null) {
            first = take();
            if (first == null) {
                return null;
            }
        }
        taken = first.next;
        first.next = null;
        return first;
    }

    @Override
    Rest rest() {
        if (head == CLOSED) {
            return Rest.DRAINED;
        }
        return HEAD.compareAndSet(this, null, IDLE) ? Rest.IDLE : Rest.MORE;
    }

    @Override
    boolean close() {
        Last last = new Last();
        while (true) {
            Envelope top = head;
            if (top == CLOSED || top instanceof Last) {
                return false;
            }
            last.next = top == IDLE ? null : top;
            if (HEAD.compareAndSet(this, top, last)) {
                return top == IDLE;
            }
            // A push, or the consumer, came first: look again.
        }
    }

    /// Takes all that was pushed, the oldest first.
    private @Nullable Envelope take() {
        while (true) {
            Envelope top = head;
            if (top == null || top == CLOSED) {
                return null;
            }
            if (HEAD.compareAndSet(this, top, top instanceof Last ? CLOSED : null)) {
                return reverse(top instanceof Last ? top.next : top);
            }
            // A push came first: take that also.
        }
    }

    private static @Nullable Envelope reverse(@Nullable Envelope newest) {
        Envelope oldest = null;
        Envelope rest = newest;
        while (rest != null) {
            Envelope older = rest.next;
            rest.next = oldest;
            oldest = rest;
            rest = older;
        }
        return oldest;
    }

    private record Nothing() implements Message<Fifo, Void> {}

    /// Stands for a state; never handed out.
    private static class Mark extends Envelope {
        Mark() {
            super(new Nothing());
        }

        @Override
        public void succeeded(@Nullable Object reply) {}

        @Override
        public void failed(CallFailure failure, @Nullable Throwable cause) {}
    }

    /// Lies on top of the last envelopes of a closed inbox.
    private static final class Last extends Mark {}
}
