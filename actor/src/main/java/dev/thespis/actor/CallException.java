package dev.thespis.actor;

import org.jspecify.annotations.Nullable;

/// Thrown by a call that got no reply.
public final class CallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CallFailure failure;

    /// Makes an exception for the failure.
    ///
    /// @param failure why there is no reply
    /// @param cause the handler's exception, if it is known here
    public CallException(CallFailure failure, @Nullable Throwable cause) {
        super(failure.describe(), cause);
        this.failure = failure;
    }

    /// Why there is no reply.
    ///
    /// @return the failure, to `switch` over
    public CallFailure failure() {
        return failure;
    }
}
