package dev.thespis.examples;

import static dev.thespis.examples.Console.linesOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.CallException;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The real SDK, connected by the example.
@Timeout(60)
class TracedTest {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();

    @AfterEach
    void forget() {
        GlobalOpenTelemetry.resetForTest();
        sdk.close();
    }

    @Test
    void oneTraceGoesThroughClientRelayShopAndBank() throws Exception {
        GlobalOpenTelemetry.set(sdk);
        assertThat(linesOf(Traced::main)).containsExactly("the total is 5", "a trace: true", "failed: true");

        var asked = spans("Buy", SpanKind.CLIENT).getFirst();
        var sold = childOf(asked, "Buy", SpanKind.SERVER);
        assertThat(asked.getParentSpanContext().isValid()).isFalse();
        assertThat(sold.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        var sent = childOf(sold, "Add", SpanKind.CLIENT);
        var shown = childOf(sold, "Show", SpanKind.CLIENT);
        var added = childOf(sent, "Add", SpanKind.SERVER);
        var total = childOf(shown, "Show", SpanKind.SERVER);
        assertThat(Stream.of(asked, sold, sent, shown, added, total).map(SpanData::getTraceId))
                .containsOnly(asked.getTraceId());
    }

    @Test
    void failuresAreErrorsOfTheClientsSpanAndOfTheServers() throws Exception {
        GlobalOpenTelemetry.set(sdk);
        linesOf(Traced::main);

        var asked = spans("Buy", SpanKind.CLIENT).getLast();
        var refused = childOf(asked, "Buy", SpanKind.SERVER);
        assertThat(asked.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(asked.getEvents()).hasSize(1);
        assertThat(asked.getEvents().getFirst().getAttributes().asMap().toString())
                .contains(CallException.class.getName());
        assertThat(refused.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(refused.getEvents().getFirst().getAttributes().asMap().toString())
                .contains("nothing costs less than nothing");
    }

    @Test
    void withoutAnSdkNothingIsTracedAndAllElseIsTheSame() throws Exception {
        assertThat(linesOf(Traced::main)).containsExactly("the total is 5", "a trace: false", "failed: true");
    }

    /// From the signature of the method to its end, one statement to a line.
    @Test
    void openTelemetryIsConnectedInTenLines() throws Exception {
        var source = Path.of("src/main/java/dev/thespis/examples/OpenTelemetryTracing.java");
        var lines = Files.readAllLines(source);
        assertThat(lines.indexOf("    }") - lines.indexOf("    static Tracing of(Tracer tracer) {") + 1)
                .isEqualTo(10);
    }

    private List<SpanData> spans(String message, SpanKind kind) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals("examples::" + message) && span.getKind() == kind)
                .toList();
    }

    private SpanData childOf(SpanData parent, String message, SpanKind kind) {
        var children = spans(message, kind).stream()
                .filter(span -> span.getParentSpanId().equals(parent.getSpanId())
                        && span.getTraceId().equals(parent.getTraceId()))
                .toList();
        assertThat(children).as(message + " " + kind).hasSize(1);
        return children.getFirst();
    }
}
