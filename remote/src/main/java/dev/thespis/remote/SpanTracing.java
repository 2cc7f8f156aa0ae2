package dev.thespis.remote;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The tracing of a system that begins spans and writes their contexts as headers.
record SpanTracing(Spans spans) implements Tracing {
    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";

    @Override
    public Optional<Outgoing> sending(String service) {
        Map<String, String> headers = new HashMap<>();
        var span = spans.begin(service, Spans.Kind.CLIENT, headers);
        var parent = headers.get(PARENT);
        if (parent != null) return Optional.of(new Sent(span, parent, headers.getOrDefault(STATE, "")));
        span.end(); // it belongs to no trace: the system is switched off
        return Optional.empty();
    }

    /// The context is checked only when it is asked for, so that a wrong one does not keep the span from being ended.
    private record Sent(Spans.Span span, String parent, String state) implements Outgoing {
        @Override
        public TraceContext context() {
            return new TraceContext(parent, state);
        }

        @Override
        public void done() {
            span.end();
        }

        @Override
        public void failed(Exception reason) {
            try {
                span.failed(reason);
            } finally {
                span.end();
            }
        }
    }

    @Override
    @SuppressWarnings("try") // what was entered is only to be left
    public <R extends @Nullable Object> R handling(String service, Callable<R> handler) throws Exception {
        Map<String, String> headers = new HashMap<>();
        TraceContext.current().ifPresent(sent -> write(sent, headers));
        var span = spans.begin(service, Spans.Kind.SERVER, headers);
        try (var entered = span.enter()) {
            return handler.call();
        } catch (Exception e) {
            span.failed(e);
            throw e;
        } finally {
            span.end();
        }
    }

    private static void write(TraceContext context, Map<String, String> headers) {
        headers.put(PARENT, context.traceparent());
        if (!context.tracestate().isEmpty()) headers.put(STATE, context.tracestate());
    }

    /// A span of functions.
    record Functions(Supplier<? extends AutoCloseable> entering, Consumer<Exception> failing, Runnable ending)
            implements Spans.Span {
        @Override
        public AutoCloseable enter() {
            return entering.get();
        }

        @Override
        public void failed(Exception reason) {
            failing.accept(reason);
        }

        @Override
        public void end() {
            ending.run();
        }
    }
}
