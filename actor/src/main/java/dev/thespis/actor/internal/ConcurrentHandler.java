package dev.thespis.actor.internal;

import dev.thespis.actor.Handler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Marks a handler that runs on a virtual thread of its own.
///
/// @param handler what to run
/// @param <M> the message
/// @param <R> the reply
public record ConcurrentHandler<M, R>(Handler<? super M, ? extends R> handler) implements Handler<M, R> {
    /// Refuses null.
    public ConcurrentHandler {
        Objects.requireNonNull(handler);
    }

    @Override
    public @Nullable R handle(M message) throws Exception {
        return handler.handle(message);
    }
}
