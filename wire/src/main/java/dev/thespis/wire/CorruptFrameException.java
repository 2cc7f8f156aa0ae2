package dev.thespis.wire;

/// Thrown when a stream can't be read as frames any further.
public final class CorruptFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    /// Makes an exception.
    ///
    /// @param message what is wrong with which field
    public CorruptFrameException(String message) {
        super(message);
    }
}
