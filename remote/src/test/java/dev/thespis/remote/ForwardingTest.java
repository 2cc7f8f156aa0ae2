package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.control.Cancel;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.ServiceId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A peer whose services lead to another process: what happens to a call there happens to the caller's, once.
@Timeout(60)
final class ForwardingTest {
    private static final long ADD = ServiceId.of("stage", "Add").value();
    private static final long BLOCK = ServiceId.of("stage", "Block").value();

    private final Stage stage = new Stage();
    private Peer far;
    private Peer onward;
    private Peer peer;
    private RawPeer raw;

    @BeforeEach
    void open() throws Exception {
        var inner = Transports.memory();
        far = Peer.accept(inner.get(1), PeerOptions.defaults(), stage::expose);
        onward = Peer.connect(inner.get(0), PeerOptions.defaults(), self -> {});
        assertThat(onward.offered(Duration.ofSeconds(20))).isNotEmpty();
        var ends = Transports.memory();
        raw = new RawPeer(ends.get(1));
        peer = Peer.connect(
                ends.get(0),
                PeerOptions.defaults(),
                self -> self.expose(Services.of(Play.class, onward.address(Play.class))));
        raw.hello();
        raw.offer();
    }

    @AfterEach
    void shut() throws Exception {
        stage.release.countDown();
        raw.close();
        peer.close();
        onward.close();
        far.close();
        stage.close();
    }

    private void assertNothingIsLeft() {
        Until.holds(() -> peer.connection().intake().requests() == 0
                && onward.connection().outbox().pendingCalls() == 0
                && far.connection().intake().requests() == 0);
    }

    @Test
    void aCancelGoesOn() throws Exception {
        raw.frame(BLOCK, 1, "f6");
        Until.holds(() -> stage.blocked.get() == 1);

        raw.control(new Cancel(1));

        Until.holds(() -> stage.interrupted.get() == 1);
        assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(1))).isInstanceOf(ErrorFrame.InternalServerError.class);
        raw.frame(ADD, 2, "a1616e05");
        assertThat(raw.receive().cid()).isEqualTo(2); // and no second answer to the first call
        assertNothingIsLeft();
    }

    @Test
    void theEndOfTheConnectionGoesOn() throws Exception {
        raw.frame(BLOCK, 1, "f6");
        Until.holds(() -> stage.blocked.get() == 1);

        raw.close();

        Until.holds(() -> stage.interrupted.get() == 1);
        peer.join();
        assertNothingIsLeft();
    }

    @Test
    void theRemainingTimeGoesOn() throws Exception {
        raw.frame(BLOCK, 1, "d9544882a16374746c1a000186a0" + "f6"); // a tenth of a second

        Until.holds(() -> stage.blocked.get() == stage.interrupted.get());
        assertThat(raw.answer(1).sid()).isZero();
        assertNothingIsLeft();
    }

    @Test
    void aCallWhoseTimeIsOverDoesNotGoOn() throws Exception {
        raw.frame(ADD, 1, "d9544882a16374746c00" + "a1616e05");
        raw.frame(ADD, 2, "a1616e06");

        assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(1))).isInstanceOf(ErrorFrame.NotHandled.class);
        assertThat(raw.answer(2).payload()).isEqualTo("06");
    }
}
