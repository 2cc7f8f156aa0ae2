package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.CallException;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.flight.CallFlight;
import dev.thespis.remote.flight.CreditWaitFlight;
import dev.thespis.remote.flight.HandleFlight;
import dev.thespis.remote.flight.SendFlight;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the flight recorder gets of two peers, whatever they talk over.
@Timeout(120)
abstract class FlightContract extends JoinedPeers {
    @TempDir
    private Path directory;

    private Recording recording;

    FlightContract(Over over) {
        super(over);
    }

    private void record() {
        recording = new Recording();
        for (var kind : List.of("Connection", "Call", "Handle", "Send", "CreditWait", "Error"))
            recording.enable("dev.thespis." + kind).with("threshold", "0 ns").with("throttle", "off");
        recording.start();
    }

    @AfterEach
    void stop() {
        if (recording != null) recording.close();
    }

    /// What was recorded of one kind, about one of the two connections.
    private List<RecordedEvent> recorded(String kind, Peer about) throws IOException {
        var file = directory.resolve(kind + about.id() + ".jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("dev.thespis." + kind))
                .filter(event -> event.getLong("connection") == about.id())
                .toList();
    }

    @Test
    void hasConnectionsFromTheirBeginningToTheirEnd() throws Exception {
        record();
        open(Limits.defaults(), Limits.defaults());
        play.call(new Play.Add(1));
        peer.close("that was all");
        other.join();

        var near = recorded("Connection", peer).getFirst();
        assertThat(near.getString("peer")).isEqualTo(peer.name());
        assertThat(near.getString("remote")).isEqualTo(peer.remoteAddress());
        assertThat(near.getString("side")).isEqualTo("CONNECTING");
        assertThat(near.getInstant("opened").toEpochMilli())
                .isEqualTo(peer.stats().since().toEpochMilli());
        assertThat(near.getDuration()).isPositive();
        assertThat(near.getLong("callsMade")).isEqualTo(1);
        assertThat(near.getLong("bytesSent")).isEqualTo(peer.stats().sent().bytes());
        assertThat(near.getString("cause")).isEqualTo("LOCAL");
        assertThat(near.getString("reason")).isEqualTo("that was all");
        var far = recorded("Connection", other).getFirst();
        assertThat(far.getString("side")).isEqualTo("ACCEPTING");
        assertThat(far.getLong("callsReceived")).isEqualTo(1);
        assertThat(far.getLong("bytesReceived"))
                .isEqualTo(other.stats().received().bytes());
    }

    @Test
    void hasConnectionsThatHadBegunBefore() throws Exception {
        open(Limits.defaults(), Limits.defaults());
        record();
        peer.close();
        var event = recorded("Connection", peer).getFirst();
        assertThat(event.getInstant("opened").toEpochMilli())
                .isEqualTo(peer.stats().since().toEpochMilli());
    }

    @Test
    void hasCallsAndTheirHandlersWithTheirOutcomes() throws Exception {
        record();
        open(Limits.defaults(), Limits.defaults());
        play.call(new Play.Add(1));
        CompletableFuture<Long> sum = play.callAsync(new Play.Add(1));
        sum.get();
        assertThatThrownBy(() -> play.call(new Play.Fail())).isInstanceOf(CallException.class);
        assertThatThrownBy(() -> play.call(new Play.Hold(), Duration.ofMillis(20)))
                .isInstanceOf(CallException.class);
        CompletableFuture<Long> cancelled = play.callAsync(new Play.Hold());
        cancelled.cancel(true);
        Until.holds(() -> other.stats().incoming().requests() == 0);
        peer.close(); // whose end waits for the reader, on which a future is completed

        assertThat(recorded("Call", peer))
                .extracting(event -> event.getString("service") + " " + event.getString("outcome"))
                .containsExactlyInAnyOrder(
                        "stage::Add replied",
                        "stage::Add replied",
                        "stage::Fail HandlerFailed",
                        "stage::Hold Timeout",
                        "stage::Hold CancellationException");
        var handled = recorded("Handle", other);
        assertThat(handled)
                .extracting(event -> event.getString("service") + " " + event.getString("outcome"))
                .contains(
                        "stage::Add handled",
                        "stage::Fail java.lang.IllegalStateException",
                        "stage::Hold java.lang.InterruptedException");
        assertThat(handled).allSatisfy(event -> {
            assertThat(event.getLong("call")).isPositive();
            assertThat(event.getDuration("waited")).isPositive();
            assertThat(event.getString("peer")).isEqualTo(other.name());
        });
    }

    @Test
    void hasSendsAndWaitsForCredit() throws Exception {
        record();
        openWithWindowOf(1);
        play.send(new Play.Block());
        var sender = start(() -> {
            play.send(new Play.Block());
            return true;
        });
        Until.holds(() -> peer.stats().outgoing().waiting() == 1);
        there.release.countDown();
        sender.join();
        peer.close();
        assertThatThrownBy(() -> play.send(new Play.Note(1))).isInstanceOf(SendException.class);

        assertThat(recorded("Send", peer))
                .extracting(event -> event.getString("service") + " " + event.getString("outcome"))
                .containsExactlyInAnyOrder(
                        "stage::Block accepted", "stage::Block accepted", "stage::Note ConnectionLost");
        var wait = recorded("CreditWait", peer).getFirst();
        assertThat(wait.getString("service")).contains(id("Block"));
        assertThat(wait.getString("window")).isEqualTo("messages");
        assertThat(wait.getDuration()).isPositive();
    }

    private static String id(String name) {
        return dev.thespis.wire.ServiceId.of("stage", name).toString();
    }

    @Test
    void hasErrorsOfBothSides() throws Exception {
        record();
        open(Limits.defaults(), Limits.defaults());
        assertThatThrownBy(() -> play.call(new Play.Fail())).isInstanceOf(CallException.class);
        peer.service("stage", "Nonsense").send(new byte[] {0});
        Until.holds(() -> other.stats().errors() == 2);
        other.connection().replies().corrupt("as a test says"); // an error that belongs to no call
        other.close();
        peer.join();

        assertThat(recorded("Error", other))
                .extracting(event -> event.getString("side") + " " + event.getString("kind"))
                .containsExactlyInAnyOrder("here HandlerFailed", "here UnknownService");
        assertThat(recorded("Error", other))
                .extracting(event -> event.getString("detail"))
                .anyMatch(detail -> detail.contains("stage::Fail") && detail.contains("secret"));
        assertThat(recorded("Error", peer)).singleElement().satisfies(event -> {
            assertThat(event.getString("side")).isEqualTo("there");
            assertThat(event.getString("kind")).isEqualTo("DeserializeWireFormat");
            assertThat(event.getString("detail")).contains("as a test says");
        });
    }

    @Test
    void outlivesWhatCannotBeDescribed() throws Exception {
        record();
        open(Limits.defaults(), Limits.defaults());
        assertThatThrownBy(() -> play.call(new Play.Collapse())).isInstanceOf(CallException.class);
        Until.holds(() -> other.stats().errors() > 0);
        assertThat(recorded("Error", other))
                .extracting(event -> event.getString("detail"))
                .contains("it can't be described: java.lang.UnsupportedOperationException");
    }

    @Test
    void hasOnlyWhatIsSlowUnlessMoreIsAskedFor() throws Exception {
        recording = new Recording();
        for (var kind : List.of("Call", "Handle", "Send", "CreditWait")) recording.enable("dev.thespis." + kind);
        recording.start();
        for (var type : List.of(CallFlight.class, HandleFlight.class, SendFlight.class, CreditWaitFlight.class))
            FlightRecorder.register(type); // nobody may have used it before
        var types = FlightRecorder.getFlightRecorder().getEventTypes();
        for (var kind : List.of("Call", "Handle", "Send", "CreditWait"))
            assertThat(types)
                    .filteredOn(type -> type.getName().equals("dev.thespis." + kind))
                    .singleElement()
                    .satisfies(type -> assertThat(type.getSettingDescriptors())
                            .filteredOn(setting -> setting.getName().equals("threshold"))
                            .singleElement()
                            .satisfies(setting ->
                                    assertThat(setting.getDefaultValue()).isEqualTo("20 ms")));
        open(Limits.defaults(), Limits.defaults());
        assertThatThrownBy(() -> play.call(new Play.Hold(), Duration.ofMillis(40)))
                .isInstanceOf(CallException.class);
        assertThat(recorded("Call", peer))
                .extracting(event -> event.getString("service"))
                .contains("stage::Hold");
    }
}
