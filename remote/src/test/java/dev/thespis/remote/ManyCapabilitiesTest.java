package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.Address;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Club.Guest;
import dev.thespis.remote.Club.Visitor;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// More addresses in messages than there may be control frames in a second.
@Timeout(60)
@ParameterizedClass
@EnumSource(names = {"MEMORY", "TCP"})
final class ManyCapabilitiesTest {
    private static final int COUNT = 2 * Offers.MAX_SERVICES;
    private static final int AT_ONCE = 256;
    private static final PeerOptions FEW_FRAMES =
            PeerOptions.defaults().withLimits(Limits.defaults().withControlFrames(100));

    private final Web web;
    private final Nursery nursery = Nursery.open("club");
    private final Address<Club> door = nursery.spawn(Club.class, Club.Door::new);

    ManyCapabilitiesTest(Web.Over over) {
        this.web = new Web(over);
    }

    @AfterEach
    void close() throws Exception {
        web.close();
        nursery.close();
    }

    private Peer client(int relays) throws Exception {
        var last = web.link(FEW_FRAMES, self -> self.expose(Services.of(Club.class, door)), FEW_FRAMES);
        for (var n = 0; n < relays; n++) {
            var target = last.using();
            last = web.link(FEW_FRAMES, self -> self.expose(Relay.everything().to(target)), FEW_FRAMES);
        }
        return last.using();
    }

    private void meetOften(Peer peer) throws Exception {
        Address<Club> club = peer.address(Club.class);
        club.call(new Club.Enter("one", new Visitor(nursery).address));
        var calls = new ArrayDeque<CompletableFuture<Address<Guest>>>();
        for (var n = 0; n < COUNT; n++) {
            if (calls.size() == AT_ONCE) Capability.release(calls.removeFirst().get());
            calls.add(club.callAsync(new Club.Meet("one")));
        }
        for (var call : calls) call.get();
        assertThat(peer.isOpen()).isTrue();
    }

    @Test
    void inRepliesAreNoFloodOfOffers() throws Exception {
        meetOften(client(0));
    }

    @Test
    void thatAreReleasedEachTimeAreNoFloodThroughARelay() throws Exception {
        meetOften(client(1));
    }
}
