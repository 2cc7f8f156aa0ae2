package dev.thespis.actor;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Gets at the failure of something that must fail.
final class Failing {
    private Failing() {}

    static CallFailure of(CompletableFuture<?> reply) {
        ExecutionException thrown =
                catchThrowableOfType(ExecutionException.class, () -> reply.get(20, TimeUnit.SECONDS));
        return ((CallException) thrown.getCause()).failure();
    }

    static CallFailure ofCall(ThrowingCallable call) {
        return catchThrowableOfType(CallException.class, call).failure();
    }

    static CallFailure ofSend(ThrowingCallable send) {
        return catchThrowableOfType(SendException.class, send).failure();
    }
}
