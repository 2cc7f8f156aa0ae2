package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.remote.Stage.Play;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.transport.Transports;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Trace contexts, byte by byte.
@Timeout(60)
final class TraceFramesTest {
    private static final long ADD = ServiceId.of("stage", "Add").value();
    private static final long REPLY = -1;
    private static final String TAG = "d9544882";
    private static final String TTL = "6374746c";
    private static final String PARENT = "6b" + hex("traceparent") + "7837" + hex(Tracer.parent(1));
    private static final String STATE = "6a" + hex("tracestate") + "68" + hex("test=yes");
    private static final String FIVE = "a1616e05";

    private final Stage stage = new Stage();
    private final Tracer tracer = new Tracer();
    private Peer peer;
    private RawPeer raw;

    private static String hex(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    private void open(Tracing tracing, String... features) throws Exception {
        var ends = Transports.memory();
        raw = new RawPeer(ends.get(1));
        peer = Peer.connect(ends.get(0), PeerOptions.defaults().withTracing(tracing), stage::expose);
        raw.hello(256, 1 << 20, features);
        raw.offer();
        raw.control(Offer.class);
    }

    @AfterEach
    void shut() throws IOException {
        raw.close();
        peer.close();
        stage.close();
    }

    @Test
    void areWrittenBesideTheTimeThatIsLeft() throws Exception {
        open(tracer, "metadata");
        var unused = peer.address(Play.class).callAsync(new Play.Add(5)); // only what is written matters
        assertThat(raw.request().payload()).matches(TAG + "a3" + TTL + "1a[0-9a-f]{8}" + PARENT + STATE + FIVE);
    }

    @Test
    void areWrittenAloneWithASend() throws Exception {
        open(tracer, "metadata");
        peer.address(Play.class).send(new Play.Add(5));
        assertThat(raw.request().payload()).isEqualTo(TAG + "a2" + PARENT + STATE + FIVE);
    }

    @Test
    void areNotWrittenForThoseThatDoNotKnowMetadata() throws Exception {
        open(tracer);
        peer.address(Play.class).send(new Play.Add(5));
        assertThat(raw.request().payload()).isEqualTo(FIVE);
    }

    @Test
    void costNoByteWhereNothingIsTraced() throws Exception {
        open(Tracing.none(), "metadata");
        peer.address(Play.class).send(new Play.Add(5));
        assertThat(raw.request().payload()).isEqualTo(FIVE);
    }

    @Test
    void areReadInAnyOrderAmongOtherKeys() throws Exception {
        open(tracer);
        raw.frame(ADD, 1, TAG + "a4" + STATE + "6178" + "0a" + PARENT + TTL + "1a03938700" + FIVE);
        assertThat(raw.answer(1).payload()).isEqualTo("05");
        assertThat(tracer.notes()).first().isEqualTo("handling stage::Add from 0000000000000001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // no text at all
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "nonsense"
            })
    void thatMakeNoSenseAreNone(String parent) throws Exception {
        open(tracer);
        var text = "78" + "%02x".formatted(parent.length()) + hex(parent);
        raw.frame(ADD, 1, TAG + "a1" + "6b" + hex("traceparent") + text + FIVE);
        assertThat(raw.answer(1).payload()).isEqualTo("05");
        assertThat(tracer.notes()).first().isEqualTo("handling stage::Add from nowhere");
    }

    @Test
    void thatAreNoTextMakeTheRequestUndecodable() throws Exception {
        open(tracer);
        raw.frame(ADD, 1, TAG + "a1" + "6b" + hex("traceparent") + "05" + FIVE);
        assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(1))).isInstanceOf(ErrorFrame.Deserialize.class);
        raw.frame(ADD, 2, FIVE);
        assertThat(raw.answer(2)).isEqualTo(new RawPeer.Received(REPLY, 2, "05"));
    }

    @Test
    void passAPeerThatPassesRequestsOn() throws Exception {
        var far = Transports.memory();
        var last = new Tracer();
        try (var serving = Peer.accept(far.get(1), PeerOptions.defaults().withTracing(last), stage::expose);
                var onward = Peer.connect(far.get(0), PeerOptions.defaults(), self -> {})) {
            assertThat(onward.offered(Duration.ofSeconds(20))).isNotEmpty();
            assertThat(serving.offered(Duration.ofSeconds(20))).isEmpty();
            var ends = Transports.memory();
            raw = new RawPeer(ends.get(1));
            peer = Peer.connect(
                    ends.get(0),
                    PeerOptions.defaults(),
                    self -> self.expose(Services.of(Play.class, onward.address(Play.class))));
            raw.hello();
            raw.offer();
            raw.frame(ADD, 1, TAG + "a2" + PARENT + STATE + FIVE);
            assertThat(raw.answer(1).payload()).isEqualTo("05");
            assertThat(last.notes()).first().isEqualTo("handling stage::Add from 0000000000000001");
        }
    }

    @Test
    void passRelays() throws Exception {
        var last = new Tracer();
        try (var web = new Web(Web.Over.MEMORY)) {
            var target = web.link(PeerOptions.defaults().withTracing(last), stage::expose, PeerOptions.defaults())
                    .using();
            Web.offers(target, "Notes");
            var first = web.link(
                            PeerOptions.defaults(),
                            self -> self.expose(Relay.offered().to(target)),
                            PeerOptions.defaults().withTracing(tracer))
                    .using();
            Web.offers(first, "Notes");
            assertThat(first.address(Play.class).call(new Play.Add(5))).isEqualTo(5);
            assertThat(last.notes()).first().isEqualTo("handling stage::Add from 0000000000000001");
        }
        open(tracer); // for what is shut
    }
}
