package dev.thespis.actor;

import java.util.List;

/// Thrown where a nursery is waited for, if something in it has failed.
///
/// The first failure is the cause. Up to 16 that came later are suppressed exceptions; [#unkept()] is how many came
/// after those.
public final class NurseryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long unkeptCount;

    /// Makes an exception for failures.
    ///
    /// @param message where
    /// @param cause the first failure
    /// @param later the following ones
    /// @param unkeptCount how many followed that are not kept
    public NurseryException(String message, Throwable cause, List<Throwable> later, long unkeptCount) {
        super(message, cause);
        this.unkeptCount = unkeptCount;
        for (Throwable failure : later) {
            addSuppressed(failure);
        }
    }

    /// How many failures there were beyond those that are kept.
    ///
    /// @return zero or more
    public long unkept() {
        return unkeptCount;
    }
}
