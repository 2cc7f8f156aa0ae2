package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Ping;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.ServiceId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Actors are woken for the sends of one read together: but whatever comes behind them, and however the reading ends,
/// they are woken.
@Timeout(60)
final class SendsOfOneReadTest {
    private static final long REPLY = -1;
    private static final String NUMBER = "a1616e01";

    private final Stage stage = new Stage();
    private final Address<Play> actor = stage.spawn();
    private Peer peer;
    private RawPeer raw;

    private static long sid(String name) {
        return ServiceId.of("stage", name).value();
    }

    private static byte[] note() {
        return RawPeer.frameBytes(sid("Note"), 0, NUMBER);
    }

    /// In one piece, so that it is read as one.
    private void write(byte[]... frames) throws IOException {
        var all = new ByteArrayOutputStream();
        for (var frame : frames) all.writeBytes(frame);
        raw.bytes(all.toByteArray());
    }

    @BeforeEach
    void open() throws Exception {
        var ends = Transports.memory();
        raw = new RawPeer(ends.get(1));
        var patient = PeerOptions.defaults().withLimits(Limits.defaults().withFlush(Duration.ofSeconds(50)));
        peer = Peer.connect(ends.get(0), patient, fresh -> fresh.expose(Services.of(Play.class, actor)));
        raw.hello();
        raw.offer();
        raw.control(Offer.class);
    }

    @AfterEach
    void shut() throws IOException {
        raw.close();
        peer.close();
        stage.close();
    }

    /// A protocol that shows from where its second message is made whether the first has been handled.
    @Namespace("reading")
    public interface Reading {
        record First() implements Message<Reading, Void> {}

        record Second() implements Message<Reading, Boolean> {
            public Second {
                looks.run();
            }
        }
    }

    private static volatile Runnable looks = () -> {};

    /// Sends both with something in between.
    ///
    /// @return whether the first was handled before the reader had made the second
    private boolean isHandledBeforeTheSecond(long patienceMillis, byte[] between) throws Exception {
        var handled = new CountDownLatch(1);
        var seen = new CompletableFuture<Boolean>();
        looks = () -> seen.complete(isDown(handled, patienceMillis));
        var first = stage.nursery.spawn(
                Reading.class,
                () -> () -> Handlers.of(Reading.class)
                        .run(Reading.First.class, message -> handled.countDown())
                        .on(Reading.Second.class, message -> true));
        peer.expose(Services.of(Reading.class, first));
        write(
                RawPeer.frameBytes(ServiceId.of("reading", "First").value(), 0, "a0"),
                between,
                RawPeer.frameBytes(ServiceId.of("reading", "Second").value(), 0, "a0"));
        return seen.get(40, TimeUnit.SECONDS);
    }

    private static boolean isDown(CountDownLatch latch, long patienceMillis) {
        try {
            return latch.await(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void areTakenBeforeTheirActorIsWoken() throws Exception {
        assertThat(isHandledBeforeTheSecond(300, note())).isFalse();
    }

    static Stream<byte[]> whatIsNoSend() {
        return Stream.of(
                RawPeer.frameBytes(sid("Add"), 7, "a1616e05"),
                RawPeer.frameBytes(RawPeer.id(Ping.class), 0, RawPeer.hex(Ping.class, new Ping(1))),
                RawPeer.frameBytes(5, 0, "f6"),
                RawPeer.frameBytes(sid("Note"), 0, "ff"));
    }

    @ParameterizedTest
    @MethodSource("whatIsNoSend")
    void wakeTheirActorBeforeWhatIsNoSend(byte[] frame) throws Exception {
        assertThat(isHandledBeforeTheSecond(30_000, frame)).isTrue();
    }

    @Test
    void areHandledInTheirOrder() throws Exception {
        write(note(), note(), RawPeer.frameBytes(sid("Notes"), 7, "f6"));

        assertThat(raw.answer(7).payload()).isEqualTo("820101");
    }

    /// The stage runs on the thread that reads, and waits for an actor that it has just given a message.
    @Test
    void areHandledAlthoughAStageWaits() throws Exception {
        var notes = new CompletableFuture<List<Integer>>();
        var unused = peer.address(Play.class).callAsync(new Play.Add(1)).thenRun(() -> {
            try {
                notes.complete(actor.call(new Play.Notes()));
            } catch (InterruptedException e) {
                notes.completeExceptionally(e);
            }
        });
        var cid = raw.request().cid();

        write(note(), RawPeer.frameBytes(REPLY, cid, "05"));

        assertThat(notes.get(20, TimeUnit.SECONDS)).containsExactly(1);
    }

    @Test
    void areHandledAlthoughWhatFollowsIsCorrupt() throws Exception {
        write(note(), RawPeer.frameBytes(sid("Note"), 0, NUMBER), new byte[] {1, 0, 0, 0, 0, 0, 0, 0});

        Until.holds(() -> stage.noted.get() == 2);
        assertThat(actor.call(new Play.Notes())).hasSize(2);
    }

    @Test
    void areHandledAlthoughTheConnectionEndsBehindThem() throws Exception {
        write(note(), note());
        raw.close();

        Until.holds(() -> stage.noted.get() == 2);
    }
}
