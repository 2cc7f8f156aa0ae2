package dev.thespis.examples;

import dev.thespis.remote.TraceContext;
import dev.thespis.remote.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Connects OpenTelemetry: a span for each message that is sent or handled, in one trace across processes.
record OpenTelemetryTracing(Tracer tracer) implements Tracing {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    @Override
    public Optional<Outgoing> sending(String service) {
        var span = tracer.spanBuilder(service).setSpanKind(SpanKind.CLIENT).startSpan();
        return span.getSpanContext().isValid() ? Optional.of(new Sent(span)) : Optional.empty();
    }

    private record Sent(Span span) implements Outgoing {
        @Override
        public TraceContext context() {
            var texts = new HashMap<String, String>();
            W3C.inject(Context.current().with(span), texts, (to, key, value) -> texts.put(key, value));
            return new TraceContext(texts.getOrDefault("traceparent", ""), texts.getOrDefault("tracestate", ""));
        }

        @Override
        public void done() {
            span.end();
        }

        @Override
        public void failed(Exception reason) {
            span.recordException(reason).setStatus(StatusCode.ERROR).end();
        }
    }

    @Override
    @SuppressWarnings("try") // the scope is only to be closed
    public <R extends @Nullable Object> R handling(String service, Callable<R> handler) throws Exception {
        var from = TraceContext.current()
                .map(sent -> W3C.extract(Context.root(), sent, new Getter()))
                .orElse(Context.root());
        var span = tracer.spanBuilder(service)
                .setSpanKind(SpanKind.SERVER)
                .setParent(from)
                .startSpan();
        try (var scope = span.makeCurrent()) {
            return handler.call();
        } catch (Exception e) {
            span.recordException(e).setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end();
        }
    }

    private record Getter() implements TextMapGetter<TraceContext> {
        @Override
        public String get(@Nullable TraceContext from, String key) {
            if (from == null) return "";
            return key.equals("traceparent") ? from.traceparent() : from.tracestate();
        }
    }
}
