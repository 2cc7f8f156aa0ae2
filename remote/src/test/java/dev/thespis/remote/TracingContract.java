package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.CallException;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Stage.Play;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Traces between two peers, whatever they talk over.
@Timeout(60)
abstract class TracingContract extends JoinedPeers {
    private final Tracer near = new Tracer();
    private final Tracer far = new Tracer();

    TracingContract(Over over) {
        super(over);
    }

    private void open(Tracing nearby, Tracing there) throws Exception {
        var options = PeerOptions.defaults();
        connect(options.withTracing(nearby), options.withTracing(there));
        play = peer.address(Play.class);
        assertThat(peer.offered(LONG)).isNotEmpty();
        assertThat(other.offered(LONG)).isNotEmpty();
    }

    @Test
    void followCallsAndSendsToTheirHandlers() throws Exception {
        open(near, far);
        play.call(new Play.Add(1));
        play.send(new Play.Note(1));
        assertThat(play.trySend(new Play.Note(2))).isTrue();
        CompletableFuture<Long> sum = play.callAsync(new Play.Add(1));
        sum.get();
        Until.holds(() -> near.notes().size() == 8 && far.notes().size() == 8);

        assertThat(near.notes())
                .containsExactly(
                        "sending stage::Add",
                        "done stage::Add",
                        "sending stage::Note",
                        "done stage::Note",
                        "sending stage::Note",
                        "done stage::Note",
                        "sending stage::Add",
                        "done stage::Add");
        assertThat(far.notes())
                .containsExactly(
                        "handling stage::Add from 0000000000000001",
                        "handled stage::Add",
                        "handling stage::Note from 0000000000000002",
                        "handled stage::Note",
                        "handling stage::Note from 0000000000000003",
                        "handled stage::Note",
                        "handling stage::Add from 0000000000000004",
                        "handled stage::Add");
    }

    @Test
    void reachAHandlerWhoseSideTracesNothing() throws Exception {
        var seen = new CompletableFuture<TraceContext>();
        open(near, new Tracer().at(where -> {
                    if (where.equals("before"))
                        seen.complete(TraceContext.current().orElseThrow());
                }));
        play.call(new Play.Add(1));
        assertThat(seen.get()).isEqualTo(new TraceContext(Tracer.parent(1), "test=yes"));
        assertThat(TraceContext.current()).isEmpty();
    }

    @Test
    void startAnewWhereTheSenderTracesNothing() throws Exception {
        open(Tracing.none(), far);
        play.call(new Play.Add(1));
        Until.holds(() -> far.notes().size() == 2);
        assertThat(far.notes()).first().isEqualTo("handling stage::Add from nowhere");
    }

    @Nested
    class TellOfFailure {
        @Test
        void ofAHandler() throws Exception {
            open(near, far);
            assertThatThrownBy(() -> play.call(new Play.Fail())).isInstanceOf(CallException.class);
            assertThat(near.notes()).endsWith("failed stage::Fail CallException");
            assertThat(far.notes()).endsWith("handled stage::Fail");
            assertThat(events.poll()).noneMatch(event -> event instanceof PeerEvent.Failed);
        }

        @Test
        void ofACallThatIsLate() throws Exception {
            open(near, far);
            assertThatThrownBy(() -> play.call(new Play.Block(), Duration.ofMillis(20)))
                    .isInstanceOf(CallException.class);
            assertThat(near.notes()).containsExactly("sending stage::Block", "failed stage::Block CallException");
        }

        @Test
        void ofAFutureThatIsCancelled() throws Exception {
            open(near, far);
            CompletableFuture<Long> call = play.callAsync(new Play.Block());
            assertThat(call.cancel(true)).isTrue();
            assertThat(near.notes())
                    .containsExactly("sending stage::Block", "failed stage::Block CancellationException");
        }

        @Test
        void ofACallerThatIsInterrupted() throws Exception {
            open(near, far);
            var caller = start(() -> play.call(new Play.Block()));
            Until.holds(() -> there.blocked.get() == 1);
            caller.interrupt();
            caller.join();
            assertThat(near.notes())
                    .containsExactly("sending stage::Block", "failed stage::Block InterruptedException");
        }

        @Test
        void ofASendAndACallOnAConnectionThatHasEnded() throws Exception {
            open(near, far);
            peer.close();
            assertThatThrownBy(() -> play.send(new Play.Note(1))).isInstanceOf(SendException.class);
            assertThatThrownBy(() -> play.call(new Play.Add(1))).isInstanceOf(CallException.class);
            assertThat(near.notes())
                    .containsExactly(
                            "sending stage::Note",
                            "failed stage::Note SendException",
                            "sending stage::Add",
                            "failed stage::Add CallException");
        }
    }

    /// One who swallows what the handler threw does not make it a success.
    @Test
    void cannotHideWhatTheHandlerThrew() throws Exception {
        open(near, new Swallowing());
        assertThatThrownBy(() -> play.call(new Play.Fail())).isInstanceOf(CallException.class);
        assertThatThrownBy(() -> play.call(new Play.Collapse())).isInstanceOf(CallException.class);
    }

    private record Swallowing() implements Tracing {
        @Override
        public Optional<Outgoing> sending(String service) {
            return Optional.empty();
        }

        @Override
        @SuppressWarnings("NullAway") // it does what it must not
        public <R extends @Nullable Object> R handling(String service, Callable<R> handler) {
            try {
                return handler.call();
            } catch (Throwable swallowed) {
                return null;
            }
        }
    }

    @Nested
    class ThatFail {
        @ParameterizedTest
        @ValueSource(strings = {"sending", "context", "done"})
        void whenSendingAreAnEventAndTheMessageGoes(String where) throws Exception {
            open(Tracer.failingAt(where), far);
            assertThat(play.call(new Play.Add(5))).isEqualTo(5);
            CompletableFuture<Long> again = play.callAsync(new Play.Add(1));
            assertThat(again.get()).isEqualTo(6);
            play.send(new Play.Note(1));
            for (var i = 0; i < 3; i++) {
                var failed = Until.error(events, PeerError.TracingFailed.class);
                assertThat(failed.cause()).hasMessage("the tracer fails at " + where);
            }
            Until.holds(() -> there.noted.get() == 1);
        }

        @Test
        void whenTheCallHasFailedLeaveItsFailureAsItIs() throws Exception {
            open(Tracer.failingAt("failed"), far);
            assertThatThrownBy(() -> play.call(new Play.Fail())).isInstanceOf(CallException.class);
            assertThat(Until.error(events, PeerError.TracingFailed.class).service())
                    .isEqualTo("stage::Fail");
        }

        @ParameterizedTest
        @ValueSource(strings = {"before", "after"})
        void whenHandlingAreAnEventAndTheHandlerHasRunOnce(String where) throws Exception {
            open(near, Tracer.failingAt(where));
            var observed = other.events().observe();
            assertThat(play.call(new Play.Add(5))).isEqualTo(5);
            assertThat(play.call(new Play.Add(1))).isEqualTo(6);
            assertThat(Until.error(observed, PeerError.TracingFailed.class).service())
                    .isEqualTo("stage::Add");
        }

        @Test
        void whenHandlingLeaveTheFailureOfTheHandlerAsItIs() throws Exception {
            open(near, Tracer.failingAt("after"));
            var observed = other.events().observe();
            assertThatThrownBy(() -> play.call(new Play.Fail())).isInstanceOf(CallException.class);
            assertThat(Until.error(observed, PeerError.TracingFailed.class).cause())
                    .hasMessage("the tracer fails at after");
            assertThat(Until.error(observed, PeerError.HandlerFailed.class).cause())
                    .hasMessage("secret");
        }
    }
}
