package dev.thespis.actor;

/// Thrown by a send whose message can't be accepted; the message is certainly not handled.
public final class SendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CallFailure failure;

    /// Makes an exception for the failure.
    ///
    /// @param failure why the message is not accepted
    public SendException(CallFailure failure) {
        super(failure.describe());
        this.failure = failure;
    }

    /// Why the message is not accepted.
    ///
    /// @return the failure, to `switch` over
    public CallFailure failure() {
        return failure;
    }
}
