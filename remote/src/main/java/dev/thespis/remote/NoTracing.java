package dev.thespis.remote;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Traces nothing, and is not even asked.
enum NoTracing implements Tracing {
    INSTANCE;

    @Override
    public Optional<Outgoing> sending(String service) {
        return Optional.empty();
    }

    @Override
    public <R extends @Nullable Object> R handling(String service, Callable<R> handler) throws Exception {
        return handler.call();
    }
}
