package dev.thespis.remote;

import dev.thespis.actor.CallException;
import dev.thespis.actor.SendException;
import dev.thespis.remote.flight.CallFlight;
import dev.thespis.remote.flight.SendFlight;
import org.jspecify.annotations.Nullable;

/// What is told of one request of ours to those who watch: the flight recorder and the [Tracing]. Where nobody does,
/// there is none.
final class Trail {
    private final Connection connection;
    private final String service;
    private final @Nullable CallFlight call;
    private final @Nullable SendFlight send;
    private final Tracing.@Nullable Outgoing outgoing;
    private final @Nullable TraceContext context;

    private Trail(Connection connection, String service, @Nullable CallFlight call, @Nullable SendFlight send) {
        this.connection = connection;
        this.service = service;
        this.call = call;
        this.send = send;
        Tracing.Outgoing traced = null;
        TraceContext travelling = null;
        try {
            traced = connection.options().tracing().sending(service).orElse(null);
            travelling = traced == null ? null : traced.context();
        } catch (RuntimeException e) {
            connection.failed(new PeerError.TracingFailed(service, e));
        }
        this.outgoing = traced;
        this.context = travelling;
    }

    /// Of a call.
    ///
    /// @return null if nobody watches
    static @Nullable Trail ofCall(Connection connection, String service) {
        var recorded = CallFlight.isOn();
        if (!recorded && !connection.isTraced()) return null;
        var event = recorded ? CallFlight.begin(connection.id(), connection.name(), service) : null;
        return new Trail(connection, service, event, null);
    }

    /// Of a send.
    ///
    /// @return null if nobody watches
    static @Nullable Trail ofSend(Connection connection, String service) {
        var recorded = SendFlight.isOn();
        if (!recorded && !connection.isTraced()) return null;
        var event = recorded ? SendFlight.begin(connection.id(), connection.name(), service) : null;
        return new Trail(connection, service, null, event);
    }

    /// What travels along.
    @Nullable
    TraceContext context() {
        return context;
    }

    /// The call was replied to, or the send is accepted.
    void done() {
        if (call != null) call.end("replied");
        if (send != null) send.end("accepted");
        if (outgoing == null) return;
        try {
            outgoing.done();
        } catch (RuntimeException e) {
            connection.failed(new PeerError.TracingFailed(service, e));
        }
    }

    void failed(Exception reason) {
        if (call != null) call.end(kind(reason));
        if (send != null) send.end(kind(reason));
        if (outgoing == null) return;
        try {
            outgoing.failed(reason);
        } catch (RuntimeException e) {
            connection.failed(new PeerError.TracingFailed(service, e));
        }
    }

    private static String kind(Exception reason) {
        return switch (reason) {
            case CallException e -> e.failure().getClass().getSimpleName();
            case SendException e -> e.failure().getClass().getSimpleName();
            default -> reason.getClass().getSimpleName();
        };
    }
}
