package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.CallException;
import dev.thespis.remote.Stage.Play;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A tracing that is made of spans, between two peers, whatever they talk over.
@Timeout(60)
abstract class SpansContract extends JoinedPeers {
    private final List<String> near = new CopyOnWriteArrayList<>();
    private final List<String> far = new CopyOnWriteArrayList<>();

    SpansContract(Over over) {
        super(over);
    }

    private void open(Spans here, Spans there) throws Exception {
        var options = PeerOptions.defaults();
        connect(options.withTracing(Tracing.of(here)), options.withTracing(Tracing.of(there)));
        play = peer.address(Play.class);
        assertThat(peer.offered(LONG)).isNotEmpty();
        assertThat(other.offered(LONG)).isNotEmpty();
    }

    private static final Map<String, String> CONTEXT = Map.of("traceparent", Tracer.parent(1), "tracestate", "a=b");

    /// Notes what it is asked; writes these headers; fails at one of `begin`, `enter`, `leave`, `failed` and `end`.
    private static Spans noting(List<String> notes, Map<String, String> headers, String fault) {
        return (service, kind, carried) -> {
            notes.add("begin " + kind + " " + service + " " + carried.getOrDefault("traceparent", "of nothing")
                    + carried.getOrDefault("tracestate", ""));
            carried.putAll(headers);
            fail(fault, "begin");
            return Spans.Span.of(
                    () -> {
                        notes.add("enter");
                        fail(fault, "enter");
                        return () -> {
                            notes.add("leave");
                            fail(fault, "leave");
                        };
                    },
                    reason -> {
                        notes.add("failed " + reason.getClass().getSimpleName());
                        fail(fault, "failed");
                    },
                    () -> {
                        notes.add("end");
                        fail(fault, "end");
                    });
        };
    }

    private static void fail(String fault, String where) {
        if (fault.equals(where)) throw new IllegalStateException("the tracer fails at " + where);
    }

    @Test
    void beginWithTheContextThatHasTravelledAndEndOnce() throws Exception {
        open(noting(near, CONTEXT, ""), noting(far, Map.of(), ""));
        play.call(new Play.Add(1));
        play.send(new Play.Note(1));
        Until.holds(() -> near.size() == 4 && far.size() == 8);
        assertThat(near)
                .containsExactly(
                        "begin CLIENT stage::Add of nothing", "end", "begin CLIENT stage::Note of nothing", "end");
        assertThat(far)
                .containsExactly(
                        "begin SERVER stage::Add " + Tracer.parent(1) + "a=b",
                        "enter",
                        "leave",
                        "end",
                        "begin SERVER stage::Note " + Tracer.parent(1) + "a=b",
                        "enter",
                        "leave",
                        "end");
    }

    @Test
    void areToldOfFailureBeforeTheyEnd() throws Exception {
        open(noting(near, CONTEXT, ""), noting(far, Map.of(), ""));
        assertThatThrownBy(() -> play.call(new Play.Fail())).isInstanceOf(CallException.class);
        assertThat(near).endsWith("failed CallException", "end");
        assertThat(far).endsWith("leave", "failed IllegalStateException", "end");
    }

    @Test
    void endAtOnceIfTheyBelongToNoTrace() throws Exception {
        open(noting(near, Map.of("b3", "0"), ""), noting(far, Map.of(), ""));
        play.call(new Play.Add(1));
        assertThat(near).containsExactly("begin CLIENT stage::Add of nothing", "end");
        assertThat(far).contains("begin SERVER stage::Add of nothing");
    }

    @Test
    void endAlsoIfTheirContextMakesNoSense() throws Exception {
        open(noting(near, Map.of("traceparent", "nonsense"), ""), noting(far, Map.of(), ""));
        assertThat(play.call(new Play.Add(1))).isEqualTo(1);
        assertThat(Until.error(events, PeerError.TracingFailed.class).cause())
                .hasMessageContaining("traceparent=nonsense");
        assertThat(near).containsExactly("begin CLIENT stage::Add of nothing", "end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"begin", "failed", "end"})
    void thatFailWhereMessagesAreSentAreAnEventAndTheMessageGoes(String where) throws Exception {
        open(noting(near, CONTEXT, where), noting(far, Map.of(), ""));
        assertThatThrownBy(() -> play.call(new Play.Fail())).hasMessageContaining("stage::Fail");
        assertThat(Until.error(events, PeerError.TracingFailed.class).cause())
                .hasMessage("the tracer fails at " + where);
        assertThat(near.contains("end")).isEqualTo(!where.equals("begin"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"begin", "enter", "leave", "end"})
    void thatFailWhereMessagesAreHandledAreAnEventAndTheHandlerRunsOnce(String where) throws Exception {
        open(noting(near, CONTEXT, ""), noting(far, Map.of(), where));
        var seen = other.events().observe();
        assertThat(play.call(new Play.Add(5))).isEqualTo(5);
        assertThat(Until.error(seen, PeerError.TracingFailed.class).cause()).hasMessage("the tracer fails at " + where);
        assertThat(far.contains("end")).isEqualTo(!where.equals("begin"));
        assertThat(play.call(new Play.Add(1))).isEqualTo(6);
    }
}
