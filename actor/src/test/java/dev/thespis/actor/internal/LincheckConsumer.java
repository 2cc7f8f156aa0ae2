package dev.thespis.actor.internal;

import java.util.function.Supplier;

/// The one consumer that an inbox has at a time. When it rested it comes back by pushing something, since whoever else
/// would be told to wake a consumer means this one.
final class LincheckConsumer {
    static final int EMPTY = -1;
    static final int DRAINED = -2;

    private final Inbox inbox;
    private final Supplier<Envelope> waker;
    private boolean rested;

    /// @param waker makes what is pushed to come back: an envelope of the value [#EMPTY], or a signal
    LincheckConsumer(Inbox inbox, Supplier<Envelope> waker) {
        this.inbox = inbox;
        this.waker = waker;
    }

    /// The value of the next envelope, [#EMPTY] or [#DRAINED].
    int take() {
        if (rested) {
            inbox.push(waker.get());
            rested = false;
        }
        while (true) {
            Envelope envelope = inbox.poll();
            if (envelope instanceof LincheckEnvelope numbered) {
                if (numbered.value() != EMPTY) {
                    return numbered.value();
                }
            } else if (envelope == null) {
                switch (inbox.rest()) {
                    case IDLE -> {
                        rested = true;
                        return EMPTY;
                    }
                    case DRAINED -> {
                        return DRAINED;
                    }
                    case MORE -> {
                        // look again
                    }
                }
            }
        }
    }
}
