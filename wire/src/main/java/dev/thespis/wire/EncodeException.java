package dev.thespis.wire;

/// Thrown when a value has no encoding. The message says which component of which type.
public final class EncodeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /// Makes an exception.
    ///
    /// @param message what is wrong, and where
    public EncodeException(String message) {
        super(message);
    }
}
