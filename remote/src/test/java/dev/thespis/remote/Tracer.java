package dev.thespis.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A tracing system for tests: notes what it is asked, with numbers for span ids.
final class Tracer implements Tracing {
    static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    final List<String> notes = new CopyOnWriteArrayList<>();
    private final AtomicInteger spans = new AtomicInteger();
    private Consumer<String> fault = where -> {};

    /// Fails, or does something else, at some of `sending`, `context`, `done`, `failed`, `before` and `after`.
    Tracer at(Consumer<String> doing) {
        fault = doing;
        return this;
    }

    static Tracer failingAt(String there) {
        return new Tracer().at(where -> {
            if (where.equals(there)) throw new IllegalStateException("the tracer fails at " + there);
        });
    }

    static String parent(int span) {
        return "00-" + TRACE + "-" + "%016x".formatted(span) + "-01";
    }

    @Override
    public Optional<Outgoing> sending(String service) {
        fault.accept("sending");
        notes.add("sending " + service);
        var context = new TraceContext(parent(spans.incrementAndGet()), "test=yes");
        return Optional.of(new Outgoing() {
            @Override
            public TraceContext context() {
                fault.accept("context");
                return context;
            }

            @Override
            public void done() {
                notes.add("done " + service);
                fault.accept("done");
            }

            @Override
            public void failed(Exception reason) {
                notes.add("failed " + service + " " + reason.getClass().getSimpleName());
                fault.accept("failed");
            }
        });
    }

    @Override
    public <R extends @Nullable Object> R handling(String service, Callable<R> handler) throws Exception {
        fault.accept("before");
        var from = TraceContext.current().map(TraceContext::spanId).orElse("nowhere");
        notes.add("handling " + service + " from " + from);
        try {
            return handler.call();
        } finally {
            notes.add("handled " + service);
            fault.accept("after");
        }
    }

    List<String> notes() {
        return new ArrayList<>(notes);
    }
}
