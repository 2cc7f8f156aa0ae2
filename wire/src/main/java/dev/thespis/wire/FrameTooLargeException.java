package dev.thespis.wire;

/// Thrown when a frame to be written would be larger than allowed. Nothing of it was written.
public final class FrameTooLargeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long sizeBytes;
    private final long limitBytes;

    /// Makes an exception.
    ///
    /// @param sizeBytes of the whole frame
    /// @param limitBytes what is allowed
    public FrameTooLargeException(long sizeBytes, long limitBytes) {
        super("a frame of " + sizeBytes + " bytes exceeds the limit of " + limitBytes);
        this.sizeBytes = sizeBytes;
        this.limitBytes = limitBytes;
    }

    /// The size.
    ///
    /// @return bytes of the whole frame
    public long sizeBytes() {
        return sizeBytes;
    }

    /// The limit.
    ///
    /// @return bytes allowed
    public long limitBytes() {
        return limitBytes;
    }
}
