package dev.thespis.remote;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Connects a tracing system: makes spans of what a peer sends and handles, and lets their contexts travel along.
///
/// *Guarantees.* Both methods are called once for each message, of addresses and of raw services; not for what a
/// relay or a topic passes on. Whatever they do, the message is sent, and its handler runs once and its outcome
/// counts: an exception of theirs is the event [PeerError.TracingFailed].
///
/// *Threading.* Used by many threads at once; must not block.
public interface Tracing {
    /// A message is about to be sent or called. Runs on the sender's thread, before anything waits.
    ///
    /// @param service namespace and name
    /// @return what to do for this message; empty to do nothing
    Optional<Outgoing> sending(String service);

    /// A message that came over the connection is handled. Runs on the thread of its handler, where
    /// [TraceContext#current()] and [Caller#current()] have their answers.
    ///
    /// @param service namespace and name
    /// @param handler to be called once, on this thread
    /// @param <R> what it replies
    /// @return what the handler returned
    /// @throws Exception what the handler threw
    <R extends @Nullable Object> R handling(String service, Callable<R> handler) throws Exception;

    /// One message that is traced.
    interface Outgoing {
        /// What travels with the message, to a peer that knows metadata.
        ///
        /// @return the context of its span
        TraceContext context();

        /// A call was replied to, or a send was accepted. Runs on the thread that waited; for a call that nobody waits
        /// for, on the one that completes its future, which may be the peer's.
        default void done() {}

        /// A call has failed, or a send was not accepted. Runs as [#done].
        ///
        /// @param reason a [dev.thespis.actor.CallException] or [dev.thespis.actor.SendException] with its failure; or
        /// that the caller was interrupted or has cancelled the future, or that the message has no encoding
        default void failed(Exception reason) {}
    }

    /// A tracing whose system begins its spans on both sides in the same way, and reads and writes their contexts as
    /// headers. OpenTelemetry is connected so in a few lines.
    ///
    /// A span that has written no `traceparent` belongs to no trace: nothing travels, and it is ended at once.
    ///
    /// @param spans of the tracing system
    /// @return a tracing
    static Tracing of(Spans spans) {
        return new SpanTracing(spans);
    }

    /// Traces nothing.
    ///
    /// @return what holds unless something else is said
    static Tracing none() {
        return NoTracing.INSTANCE;
    }
}
