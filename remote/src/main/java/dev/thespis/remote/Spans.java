package dev.thespis.remote;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Begins the spans of a tracing system, those of senders and those of handlers in the same way: see [Tracing#of].
///
/// *Threading.* Used by many threads at once; must not block.
@FunctionalInterface
public interface Spans {
    /// Begins the span of a message: on its sender's thread before anything waits, or on that of its handler.
    ///
    /// @param service namespace and name
    /// @param kind on which side it is
    /// @param headers what the message carries, as W3C *Trace Context* names it: `traceparent` and `tracestate`. Of a
    /// message that arrives, what it has brought, empty if nothing: the parent. Of one that is about to be sent, empty,
    /// and to be filled with what is to travel: the span's own context. Other headers do not travel.
    /// @return the span, current on this thread only within [Span#enter]
    Span begin(String service, Kind kind, Map<String, String> headers);

    /// The side that a span is on. Named as OpenTelemetry does.
    enum Kind {
        /// A message is sent or called.
        CLIENT,
        /// A message is handled.
        SERVER
    }

    /// A span that has begun. What begins with it ends with [#end], once.
    interface Span {
        /// Makes the span current on this thread while the handler runs. Not called for messages that are sent.
        ///
        /// @return closed on the same thread when the handler has ended
        AutoCloseable enter();

        /// The call, the send or the handler has failed. Before [#end].
        ///
        /// @param reason as [Tracing.Outgoing#failed] is told, or what the handler threw
        void failed(Exception reason);

        /// The span is over. On whichever thread [Tracing.Outgoing#done] runs.
        void end();

        /// A span of three functions.
        ///
        /// @param enter as [#enter]
        /// @param failed as [#failed]
        /// @param end as [#end]
        /// @return a span
        static Span of(Supplier<? extends AutoCloseable> enter, Consumer<Exception> failed, Runnable end) {
            return new SpanTracing.Functions(enter, failed, end);
        }
    }
}
