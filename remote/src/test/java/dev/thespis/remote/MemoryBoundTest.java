package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.remote.control.Ping;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.FrameLimits;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The formula of `docs/semantics.md` for the bytes that one peer can make us hold, against peers that try to exceed
/// it.
@Timeout(60)
final class MemoryBoundTest {
    private static final long HOLD = ServiceId.of("stage", "Hold").value();
    private static final long ECHO = ServiceId.of("stage", "Echo").value();
    private static final long FILL = ServiceId.of("stage", "Fill").value();
    private static final String HEADER_OF_2000 = "a1656279746573" + "5907d0";
    private static final String ECHO_OF_2000 = HEADER_OF_2000 + "00".repeat(2_000);

    private static final Limits LIMITS = Limits.defaults()
            .withFrames(new FrameLimits(4_000, 1 << 20))
            .withSendFrameBytes(4_000)
            .withWindowMessages(1_000)
            .withWindowBytes(30_000)
            .withRequestBytes(20_000)
            .withQueueBytes(10_000)
            .withReplyBytes(50_000)
            .withControlFrames(1_000_000);

    private final Stage stage = new Stage();
    private RawPeer raw;
    private Peer peer;
    private long mostArrived;
    private long mostWaiting;

    private void open() {
        var ends = Transports.memory();
        raw = new RawPeer(ends.get(1));
        peer = Peer.connect(ends.get(0), PeerOptions.defaults().withLimits(LIMITS), stage::expose);
    }

    @AfterEach
    void shut() throws IOException {
        stage.release.countDown();
        raw.close();
        peer.close();
        stage.close();
    }

    private void look() {
        var connection = peer.connection();
        mostArrived = Math.max(
                mostArrived,
                connection.intake().heldBytes() + connection.reader().assembly().heldBytes());
        mostWaiting = Math.max(mostWaiting, peer.connection().queue().heldBytes());
    }

    private void assertWithinTheFormula() {
        var frame = LIMITS.frames().acceptBytes();
        assertThat(mostArrived)
                .isLessThanOrEqualTo(Math.max(LIMITS.requestBytes(), frame) + LIMITS.windowBytes() + frame);
        var unwritten = LIMITS.replyBytes() + LIMITS.queueBytes() + 2 * LIMITS.sendFrameBytes() + (1 << 20);
        assertThat(mostWaiting).isLessThanOrEqualTo(2 * unwritten);
    }

    @Test
    void holdsForRequestsThatAreNeverHandled() throws Exception {
        open();
        raw.hello();
        raw.frame(HOLD, 0, "f6");
        for (var i = 0; i < 9; i++) raw.frame(ECHO, 0, ECHO_OF_2000); // as many as are read before the offer
        raw.offer();

        try {
            while (peer.isOpen()) raw.frame(ECHO, 0, ECHO_OF_2000);
        } catch (IOException e) {
            // cut off
        }
        peer.join();
        look();

        assertThat(mostArrived).isGreaterThan(LIMITS.windowBytes());
        assertWithinTheFormula();
    }

    @Test
    void holdsForFramesInFragments() throws Exception {
        open();
        raw.hello(256, 1 << 20, "fragments");
        raw.offer();
        raw.frame(HOLD, 0, "f6");
        var frame = RawPeer.frameBytes(ECHO, 0, ECHO_OF_2000);

        try {
            for (var row = 3L; peer.isOpen(); row += 3) { // 15 fill the window, and one more is too many
                for (var n = 0; n < 3; n++) raw.fragment(row + n, frame, 0, frame.length - 1);
                look();
                for (var n = 0; n < 3; n++) raw.fragment(row + n, frame, frame.length - 1, frame.length);
                look();
            }
        } catch (IOException e) {
            // cut off
        }
        peer.join();
        look();

        assertThat(mostArrived).isGreaterThan(LIMITS.windowBytes());
        assertWithinTheFormula();
    }

    @Test
    void holdsForAnswersThatAreNeverRead() throws Exception {
        open();
        raw.hello();
        raw.offer();

        var cid = 0;
        try {
            for (var i = 0; i < 50; i++) { // 150,000 bytes of replies: the stream takes 65,536, and then errors come
                raw.frame(FILL, ++cid, "a1656279746573" + "190bb8");
                look();
                Until.holds(() -> peer.connection().intake().requests() == 0);
            }
            while (peer.isOpen()) {
                raw.frame(5, ++cid, "f6"); // each wants an error
                raw.control(new Ping(cid)); // and a pong
                look();
            }
        } catch (IOException e) {
            // cut off
        }
        peer.join();

        assertThat(mostWaiting).isGreaterThan(LIMITS.replyBytes()); // looked at now and then: not the very most
        assertWithinTheFormula();
    }

    @Test
    void holdsForAPeerThatNeverSaysWhatItIs() throws Exception {
        open();
        raw.frame(HOLD, 0, "f6");

        var writing = Thread.ofVirtual().start(() -> {
            try {
                while (true) raw.frame(ECHO, 0, ECHO_OF_2000);
            } catch (IOException e) {
                // closed at the end of the test
            }
        });
        Until.holds(() -> peer.connection().intake().readerWaits());
        look();

        assertThat(mostArrived).isGreaterThan(LIMITS.requestBytes() / 2);
        assertWithinTheFormula();
        raw.close();
        writing.join();
    }
}
