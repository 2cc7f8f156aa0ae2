package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Observer;
import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The time that is left to a call, as it travels with it.
@Timeout(60)
final class RemainingTimeTest {
    private static final long ADD = sid("Add");
    private static final long HOLD = sid("Hold");
    private static final long REPLY = -1;
    private static final long ERROR = 0;

    /// Metadata with a `ttl` of one microsecond.
    private static final String EXPIRED = "d9544882a16374746c01";

    private final Stage stage = new Stage();
    private Peer peer;
    private RawPeer raw;
    private Address<Play> play;
    private Observer<PeerEvent> events;

    private static long sid(String name) {
        return ServiceId.of("stage", name).value();
    }

    private void open(Limits limits) {
        var ends = Transports.memory();
        raw = new RawPeer(ends.get(1));
        peer = Peer.connect(ends.get(0), PeerOptions.defaults().withLimits(limits), fresh -> {
            events = fresh.events().observe();
            stage.expose(fresh);
        });
        play = peer.address(Play.class);
    }

    private void openGreeted(Limits limits) throws Exception {
        open(limits);
        raw.hello();
        raw.offer();
        raw.control(Offer.class);
    }

    private void openGreetedBy(int windowMessages, long windowBytes, String... features) throws Exception {
        open(Limits.defaults());
        raw.hello(windowMessages, windowBytes, features);
        raw.offer();
        raw.control(Offer.class);
    }

    @AfterEach
    void shut() throws IOException {
        stage.release.countDown();
        raw.close();
        peer.close();
        stage.close();
    }

    private void callAdd() throws InterruptedException {
        var unused = play.callAsync(new Play.Add(5)); // only what is written matters
    }

    @Test
    void isSentOnlyToThoseThatKnowIt() throws Exception {
        openGreetedBy(256, 1 << 20, "metadata", "of-the-future");
        callAdd();
        play.send(new Play.Add(5));
        assertThat(raw.request().payload()).matches("d9544882a16374746c1a[0-9a-f]{8}a1616e05");
        assertThat(raw.request().payload()).isEqualTo("a1616e05"); // a send has no deadline
    }

    @Test
    void isNotSentToThoseThatDoNot() throws Exception {
        openGreetedBy(256, 1 << 20, "of-the-future");
        callAdd();
        assertThat(raw.request().payload()).isEqualTo("a1616e05");
    }

    @Test
    void isNotSentToLegacyPeersNorBeforeTheHello() throws Exception {
        open(Limits.defaults());
        callAdd();
        assertThat(raw.request().payload()).isEqualTo("a1616e05");
        raw.frame(ADD, 1, "a1616e05");
        assertThat(raw.answer(1).sid()).isEqualTo(REPLY);
        callAdd();
        assertThat(raw.request().payload()).isEqualTo("a1616e05");
    }

    @Test
    void thatIsOverKeepsAQueuedCallFromBeingHandled() throws Exception {
        openGreeted(Limits.defaults());
        raw.frame(HOLD, 1, "f6");
        raw.frame(ADD, 2, EXPIRED + "a1616e05");
        raw.frame(ADD, 3, "a1616e06");
        stage.release.countDown();

        assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(2)))
                .isInstanceOfSatisfying(
                        ErrorFrame.NotHandled.class,
                        no -> assertThat(no.reason()).isEqualTo(ErrorFrame.Reason.EXPIRED));
        assertThat(raw.answer(3).payload()).isEqualTo("06");
        assertThat(Until.error(events, PeerError.NotHandled.class).call()).isEqualTo(2);
    }

    @Test
    void isToldToTheCallerAsATimeoutThatWasCertainlyNotHandled() throws Exception {
        openGreetedBy(256, 1 << 20);
        CompletableFuture<Long> call = play.callAsync(new Play.Add(5));
        var id = ErrorFrame.Id.of(1);
        var error = new ErrorFrame.NotHandled(
                java.util.Optional.of(id), java.util.Optional.of(id), ErrorFrame.Reason.EXPIRED, "");

        raw.frame(ERROR, 1, RawPeer.hex(ErrorFrame.class, error));

        assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        CallException.class,
                        e -> assertThat(e.failure())
                                .isInstanceOfSatisfying(
                                        CallFailure.Timeout.class,
                                        timeout -> assertThat(timeout.handled()).isEqualTo(CallFailure.Handled.NO)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d9544882a16374746c1a03938700", // a minute
                "d9544882a16374746c1b7fffffffffffffff",
                "d9544882a26374746c1a0393870061780a", // and a key that nobody knows
                "d9544882a26178826161f66374746c1a03938700",
                "d9544882a0", // nothing at all
                "d9544882a16374746cf6",
                "d9544882a16374746c20", // a negative time says nothing
                "d95448" // a tag around the message alone
            })
    void mayBeThereOrNotAmongOtherKeys(String metadata) throws Exception {
        openGreeted(Limits.defaults());

        raw.frame(ADD, 1, metadata + "a1616e05");

        assertThat(raw.answer(1)).isEqualTo(new RawPeer.Received(REPLY, 1, "05"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d9544882", // the end
                "d954488205", // no map
                "d9544882a16374746c616d", // text for a time
                "d9544882a2" + "6374746c01" + "6374746c01", // a key twice
                "d9544882bb7fffffffffffffff", // a map that can't be
                "d954488201", // an array of one
                "d9544883a0" // of three
            })
    void thatMakesNoSenseIsAnsweredAndTheConnectionGoesOn(String metadata) throws Exception {
        openGreeted(Limits.defaults());

        raw.frame(ADD, 1, metadata + "a1616e05");
        raw.frame(ADD, 2, "a1616e06");

        assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(1))).isInstanceOf(ErrorFrame.Deserialize.class);
        assertThat(raw.answer(2).payload()).isEqualTo("06");
    }
}
