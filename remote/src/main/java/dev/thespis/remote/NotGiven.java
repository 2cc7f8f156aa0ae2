package dev.thespis.remote;

import dev.thespis.wire.EncodeException;

/// An address can't be given to the other side of a connection.
final class NotGiven extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Whether it may be later, when others are released.
    final boolean isForNow;

    private NotGiven(String message, boolean isForNow) {
        super(message, null, false, false);
        this.isForNow = isForNow;
    }

    static NotGiven ever(String message) {
        return new NotGiven(message, false);
    }

    static NotGiven forNow(String message) {
        return new NotGiven(message, true);
    }

    /// What a message that has the address is told to have.
    EncodeException inMessage() {
        return new EncodeException(String.valueOf(getMessage()));
    }
}
