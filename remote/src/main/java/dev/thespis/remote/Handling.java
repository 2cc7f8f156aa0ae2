package dev.thespis.remote;

import dev.thespis.actor.Handler;
import dev.thespis.actor.Message;
import dev.thespis.remote.flight.HandleFlight;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// One run of a handler that is watched: by the flight recorder, the [Tracing], or both.
///
/// Belongs to the handler's thread.
final class Handling implements Callable<@Nullable Object> {
    private final Connection connection;
    private final InboundRequest request;
    private final Handler<Message<?, ?>, ?> handler;
    private boolean hasRun;
    private @Nullable Object reply;
    private @Nullable Throwable thrown;

    Handling(Connection connection, InboundRequest request, Handler<Message<?, ?>, ?> handler) {
        this.connection = connection;
        this.request = request;
        this.handler = handler;
    }

    /// Whether anybody watches.
    static boolean isWatched(Connection connection) {
        return HandleFlight.isOn() || connection.isTraced();
    }

    /// Runs the handler, once, whatever the tracing does.
    ///
    /// @return what the handler returned
    @Nullable
    Object run() throws Exception {
        if (!HandleFlight.isOn()) return traced();
        var event = HandleFlight.begin(
                connection.id(), connection.name(), request.service.name(), request.cid(), request.waitedNanos());
        var outcome = "handled";
        try {
            return traced();
        } catch (Exception | Error e) {
            outcome = e.getClass().getName();
            throw e;
        } finally {
            event.end(outcome);
        }
    }

    private @Nullable Object traced() throws Exception {
        if (!connection.isTraced()) return handler.handle(request.message());
        var service = request.service.name();
        try {
            var unused = connection.options().tracing().handling(service, this);
        } catch (Exception e) {
            if (!e.equals(thrown)) connection.failed(new PeerError.TracingFailed(service, e));
            if (!hasRun && e instanceof InterruptedException)
                Thread.currentThread().interrupt(); // the handler's
        }
        if (!hasRun) return call();
        if (thrown instanceof Exception e) throw e;
        if (thrown instanceof Error e) throw e;
        return reply;
    }

    @Override
    public @Nullable Object call() throws Exception {
        if (hasRun) throw new IllegalStateException("the handler of " + request.service.name() + " has run already");
        hasRun = true;
        try {
            reply = handler.handle(request.message());
            return reply;
        } catch (Exception | Error e) {
            thrown = e;
            throw e;
        }
    }
}
