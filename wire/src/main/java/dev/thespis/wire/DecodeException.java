package dev.thespis.wire;

/// Thrown when bytes are not what they should be. The message says what, and at which offset of the payload.
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    /// Makes an exception.
    ///
    /// @param message what is wrong, and where
    public DecodeException(String message) {
        super(message);
    }
}
