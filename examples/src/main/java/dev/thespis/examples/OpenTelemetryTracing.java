package dev.thespis.examples;

import dev.thespis.remote.Spans;
import dev.thespis.remote.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;

/// Connects OpenTelemetry: a span for each message that is sent or handled, in one trace across processes.
final class OpenTelemetryTracing {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private OpenTelemetryTracing() {}

    static Tracing of(Tracer tracer) {
        return Tracing.of((service, kind, headers) -> {
            var parent = W3C.extract(Context.current(), headers, (from, name) -> headers.get(name));
            var made = tracer.spanBuilder(service).setSpanKind(SpanKind.valueOf(kind.name()));
            var span = made.setParent(parent).startSpan();
            W3C.inject(parent.with(span), headers, (to, name, value) -> headers.put(name, value));
            return Spans.Span.of(
                    span::makeCurrent, e -> span.recordException(e).setStatus(StatusCode.ERROR), span::end);
        });
    }
}
