package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.ObserveOptions;
import dev.thespis.actor.SendException;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.FrameLimits;
import dev.thespis.wire.ServiceId;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the original was observed to do wrong, row by row as in `docs/semantics.md`, and what is done here instead.
///
/// Each test is named after what the original does.
@Timeout(60)
final class OriginalFaultsTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final long ADD = ServiceId.of("stage", "Add").value();
    private static final long NOTE = ServiceId.of("stage", "Note").value();
    private static final long BLOCK = ServiceId.of("stage", "Block").value();

    private final Stage stage = new Stage();
    private Peer peer;
    private RawPeer raw;

    private void open(Limits limits) {
        var ends = Transports.memory();
        raw = new RawPeer(ends.get(1));
        peer = Peer.connect(ends.get(0), PeerOptions.defaults().withLimits(limits), stage::expose);
    }

    @AfterEach
    void shut() throws Exception {
        stage.release.countDown();
        if (raw != null) raw.close();
        if (peer != null) peer.close();
        stage.close();
    }

    private static Peer connect(Server server) throws Exception {
        return Tcp.connect(InetAddress.getLoopbackAddress().getHostAddress(), server.port());
    }

    @Test
    void aCorruptFrameStopsTheReaderForEver() throws Exception {
        open(Limits.defaults());

        raw.header(1L << 40, ADD, 8);

        assertThat(RawPeer.decode(ErrorFrame.class, raw.answer())).isInstanceOf(ErrorFrame.DeserializeWireFormat.class);
        assertThat(raw.receive()).isNull();
        raw.close();
        assertThat(peer.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void aFrameOverTheLimitStopsTheReaderForEver() throws Exception {
        open(Limits.defaults().withFrames(new FrameLimits(1_000, 10_000)));

        raw.frame(ADD, 8, "00".repeat(5_000));
        raw.frame(ADD, 9, "a1616e05");

        assertThat(raw.answer(8).sid()).isZero();
        assertThat(raw.answer(9).payload()).isEqualTo("05");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 7})
    void aLengthUnderEightPanicsTheDecoderSilently(long length) throws Exception {
        open(Limits.defaults());

        raw.header(length, ADD, 8);

        assertThat(RawPeer.decode(ErrorFrame.class, raw.answer())).isInstanceOf(ErrorFrame.DeserializeWireFormat.class);
        assertThat(raw.receive()).isNull();
    }

    @Test
    void aResetConnectionLeaksItsPeerAndItsCallsHang() throws Exception {
        try (var server = TcpServer.listen(ANY, stage::expose)) {
            var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.getOutputStream().write(RawPeer.frameBytes(BLOCK, 1, "f6"));
            Until.holds(() -> stage.blocked.get() == 1);
            CompletableFuture<Long> call =
                    server.peers().getFirst().address(Play.class).callAsync(new Play.Add(1));

            socket.setSoLinger(true, 0); // close sends a reset
            socket.close();

            assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            CallException.class,
                            e -> assertThat(e.failure()).isInstanceOf(CallFailure.ConnectionLost.class));
            Until.holds(() -> server.peers().isEmpty() && stage.interrupted.get() == 1);
        }
    }

    @Test
    void halfCloseCountsAsCloseAndRepliesAreNeverSent() throws Exception {
        open(Limits.defaults());

        raw.frame(ADD, 1, "a1616e05");
        raw.shutdownOutput();

        assertThat(raw.answer(1).payload()).isEqualTo("05");
    }

    @Test
    void sendsAreLostWhenTheirSenderClosesRightAfter() throws Exception {
        try (var server = TcpServer.listen(ANY, stage::expose)) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                OutputStream out = socket.getOutputStream();
                for (var i = 0; i < 1_000; i++) out.write(RawPeer.frameBytes(NOTE, 0, "a1616e01"));
            }

            Until.holds(() -> stage.noted.get() == 1_000);
        }
    }

    @Test
    void aReplyOverTheWriteLimitIsNoReplyAndNoEvent() throws Exception {
        open(Limits.defaults().withSendFrameBytes(1_000));
        var events = peer.events().observe();

        raw.frame(ServiceId.of("stage", "Fill").value(), 8, "a1656279746573" + "1907d0");

        assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(8))).isInstanceOf(ErrorFrame.InternalServerError.class);
        assertThat(Until.error(events, PeerError.ReplyFailed.class).call()).isEqualTo(8);
    }

    @Test
    void aSendOverTheWriteLimitIsDroppedSilently() {
        open(Limits.defaults().withSendFrameBytes(1_000));

        assertThatThrownBy(() -> peer.address(Play.class).send(new Play.Echo(new byte[2_000])))
                .isInstanceOfSatisfying(
                        SendException.class, e -> assertThat(e.failure()).isInstanceOf(CallFailure.TooLarge.class));
    }

    @Test
    void aHandlersPanicKillsTheActorForGood() throws Exception {
        open(Limits.defaults());

        raw.frame(ServiceId.of("stage", "Fail").value(), 1, "f6");
        raw.frame(ADD, 2, "a1616e05");

        assertThat(raw.answer(1).sid()).isZero();
        assertThat(raw.answer(2).payload()).isEqualTo("05");
    }

    @Test
    void sendsAndCallsAreHandledOutOfOrder() throws Exception {
        open(Limits.defaults());

        for (var i = 0; i < 200; i++) {
            if (i % 10 == 5) raw.frame(ServiceId.of("stage", "Notes").value(), i, "f6");
            raw.frame(NOTE, 0, RawPeer.hex(Play.Note.class, new Play.Note(i)));
        }
        raw.frame(ServiceId.of("stage", "Notes").value(), 1_000, "f6");

        for (var i = 5; i < 200; i += 10) assertThat(raw.answer(i).payload()).isEqualTo(notes(i));
        assertThat(raw.answer(1_000).payload()).isEqualTo(notes(200));
    }

    private static String notes(int count) {
        return RawPeer.hex(int[].class, IntStream.range(0, count).toArray());
    }

    @Test
    void permitsLeakOnFailedCalls() throws Exception {
        var permits = Permits.shared(2);
        var ends = Transports.memory();
        raw = new RawPeer(ends.get(1));
        peer = Peer.connect(ends.get(0), PeerOptions.defaults().withPermits(permits), stage::expose);

        for (var cid = 1; cid <= 10; cid++) {
            raw.frame(ServiceId.of("stage", "Fail").value(), cid, "f6");
            assertThat(raw.answer(cid).sid()).isZero();
        }

        Until.holds(() -> permits.free() == 2);
    }

    @Test
    void sendsAreNotLimitedAndHeldInMemory() throws Exception {
        var ends = Transports.memory();
        try (var far = Peer.accept(ends.get(1), PeerOptions.defaults(), stage::expose)) {
            peer = Peer.connect(ends.get(0), PeerOptions.defaults(), self -> {});
            assertThat(peer.offered(Duration.ofSeconds(20))).isNotEmpty();
            Address<Play> play = peer.address(Play.class);
            play.call(new Play.Add(1));
            play.send(new Play.Hold());

            var accepted = 0;
            while (accepted < 300_000 && play.trySend(new Play.Note(1))) accepted++;

            assertThat(accepted).isLessThanOrEqualTo(Limits.defaults().windowMessages());
            assertThat(far.isOpen()).isTrue();
        }
    }

    @Test
    void bothSidesWritingLargeFramesWith256CallsOutstandingDeadlock() throws Exception {
        try (var other = new Stage();
                var server = TcpServer.listen(ANY, stage::expose)) {
            peer = Tcp.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                    PeerOptions.defaults(),
                    other::expose);
            Until.holds(() -> !server.peers().isEmpty());
            var near = peer.address(Play.class);
            var far = server.peers().getFirst().address(Play.class);
            var bytes = new byte[100_000];
            var calls = new ArrayList<Callable<byte[]>>();
            for (var i = 0; i < 256; i++) {
                calls.add(() -> near.call(new Play.Echo(bytes)));
                calls.add(() -> far.call(new Play.Echo(bytes)));
            }
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var call : callers.invokeAll(calls)) assertThat(call.get()).hasSize(bytes.length);
            }
        }
    }

    @Test
    void everyCallLeavesATimerBehind() throws Exception {
        try (var server = TcpServer.listen(ANY, stage::expose)) {
            peer = connect(server);
            var before = Watch.alarms();

            for (var i = 0; i < 2_000; i++) peer.address(Play.class).call(new Play.Add(1));

            assertThat(Watch.alarms()).isLessThanOrEqualTo(before + 2); // one for each peer
            assertThat(peer.connection().outbox().pendingCalls()).isZero();
        }
    }

    @Test
    void ofAServiceThatIsRegisteredTwiceTheLastOneWins() {
        open(Limits.defaults());
        var again = Services.of(Play.class, stage.spawn(peer));

        assertThatThrownBy(() -> peer.expose(again)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUndecodableErrorFrameLeavesItsCallPending() throws Exception {
        open(Limits.defaults());
        CompletableFuture<Long> call = peer.address(Play.class).callAsync(new Play.Add(1));

        raw.frame(0, 1, "ff");

        assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.failure()).isInstanceOf(CallFailure.Undecodable.class));
    }

    @Test
    void errorsThatArePassedOnCarryTheInnerCallInTheirPayload() throws Exception {
        var ends = Transports.memory();
        var inner = Transports.memory();
        try (var far = Peer.accept(inner.get(1), PeerOptions.defaults(), self -> {});
                var middle = Peer.connect(inner.get(0), PeerOptions.defaults(), self -> {})) {
            raw = new RawPeer(ends.get(1));
            peer = Peer.connect(ends.get(0), PeerOptions.defaults(), self -> {
                var onward = middle.address(Play.class);
                self.expose(Services.of(Play.class, onward));
            });

            raw.frame(ADD, 4711, "a1616e05");

            var id = ErrorFrame.Id.of(4711);
            assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(4711)))
                    .isInstanceOfSatisfying(
                            ErrorFrame.UnknownService.class,
                            e -> assertThat(e.cid()).contains(id));
            assertThat(far.isOpen()).isTrue();
        }
    }

    @Test
    void theQueueOfEventsOfASlowObserverIsUnlimited() throws Exception {
        open(Limits.defaults());
        var slow = peer.events().observe(ObserveOptions.<PeerEvent>defaults().withCapacity(10));

        for (var i = 1; i <= 100; i++) raw.frame(5, i, "f6");
        raw.answer(100);

        assertThat(Until.event(slow, PeerEvent.Missed.class).count()).isGreaterThanOrEqualTo(90);
    }
}
