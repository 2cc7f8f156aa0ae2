package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Nursery;
import dev.thespis.remote.control.ErrorFrame;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of requests that have half arrived, or wait for a permit, when their service goes or changes; and that
/// what one connection is shown is none of another's business.
@Timeout(60)
@ParameterizedClass
@EnumSource
final class ExposureInFlightTest {
    private static final long ASK = ServiceId.of("desk", "Ask").value();
    private static final long WAIT = ServiceId.of("desk", "Wait").value();

    private final Wire wire;
    private final Nursery nursery = Nursery.open("in flight");
    private final Desk.Clerk ada = new Desk.Clerk("Ada");
    private final Desk.Clerk bob = new Desk.Clerk("Bob");
    private final Services adas = Services.of(Desk.class, nursery.spawn(Desk.class, () -> ada));
    private final Services bobs = Services.of(Desk.class, nursery.spawn(Desk.class, () -> bob));
    private final List<Peer> peers = new ArrayList<>();
    private final List<RawPeer> raws = new ArrayList<>();
    private Peer peer;
    private RawPeer raw;

    ExposureInFlightTest(Wire wire) {
        this.wire = wire;
    }

    private void open(PeerOptions options, Services services) throws IOException {
        var ends = wire.ends();
        peer = Peer.accept(ends.get(0), options, self -> self.expose(services));
        raw = new RawPeer(ends.get(1));
        peers.add(peer);
        raws.add(raw);
    }

    private void openWithFragments() throws IOException {
        open(PeerOptions.defaults().withLimits(Limits.defaults().withWindowMessages(2)), adas);
        raw.hello(256, 1 << 20, "fragments");
        raw.offer();
    }

    @AfterEach
    void close() throws IOException {
        ada.release.countDown();
        bob.release.countDown();
        for (var each : raws) each.close();
        peers.forEach(Peer::close);
        nursery.close();
    }

    /// What was written before has been read when this returns.
    private void awaitRead() throws Exception {
        raw.frame(5, 4711, "f6");
        raw.answer(4711);
    }

    private String reply(long cid) throws Exception {
        return RawPeer.decode(String.class, raw.answer(cid));
    }

    private void assertUnknown(long cid) throws Exception {
        assertThat(RawPeer.decode(ErrorFrame.class, raw.answer(cid))).isInstanceOf(ErrorFrame.UnknownService.class);
    }

    @Test
    void isOnOneConnectionAndNowhereElse() throws Exception {
        open(PeerOptions.defaults(), adas);
        raw.frame(ASK, 1, "f6");
        assertThat(reply(1)).isEqualTo("Ada");
        open(PeerOptions.defaults(), adas.only(Desk.Tell.class));

        raw.frame(ASK, 1, "f6");

        assertUnknown(1);
    }

    @Test
    void aRequestThatHasHalfArrivedWhenItsServiceIsWithdrawnIsUnknown() throws Exception {
        openWithFragments();
        for (var i = 1; i <= 20; i++) { // more often than there would be credit, if it did not come back
            var frame = RawPeer.frameBytes(ASK, i, "f6");
            raw.fragment(i, frame, 0, 24);
            awaitRead();

            peer.withdraw(adas);

            raw.fragment(i, frame, 24, 25);
            assertUnknown(i);
            peer.expose(adas);
        }
        assertThat(peer.isOpen()).isTrue();
    }

    @Test
    void aRequestThatHasHalfArrivedWhenItsServiceIsReplacedGoesToTheNewOne() throws Exception {
        openWithFragments();
        var frame = RawPeer.frameBytes(ASK, 1, "f6");
        raw.fragment(1, frame, 0, 24);
        awaitRead();

        peer.replace(adas, bobs);

        raw.fragment(1, frame, 24, 25);
        assertThat(reply(1)).isEqualTo("Bob");
    }

    @Test
    void whatWaitsForAPermitWhenItsServiceIsWithdrawnIsHandled() throws Exception {
        open(PeerOptions.defaults().withPermits(Permits.perPeer(1)), adas);
        raw.frame(WAIT, 1, "f6");
        ada.waiting.await();
        raw.frame(ASK, 2, "f6");
        raw.frame(ASK, 3, "f6");
        awaitRead();

        peer.withdraw(adas);
        raw.frame(ASK, 4, "f6");
        assertUnknown(4);
        peer.expose(bobs);
        raw.frame(ASK, 5, "f6");
        awaitRead();
        ada.release.countDown();

        for (var cid = 1; cid <= 3; cid++) assertThat(reply(cid)).isEqualTo("Ada");
        assertThat(reply(5)).isEqualTo("Bob");
    }
}
