package dev.thespis.remote;

import dev.thespis.remote.transport.Duplex;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Peers that are joined for a test of relays, by whatever streams. Closing it closes all of them.
final class Web implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Over over;
    private final List<Peer> peers = new ArrayList<>();
    private final List<RawPeer> raws = new ArrayList<>();

    /// What joins them.
    enum Over {
        MEMORY,
        TCP,
        TLS
    }

    Web(Over over) {
        this.over = over;
    }

    /// Two peers that are joined: the one whose services are used, and the one who uses them.
    record Link(Peer serving, Peer using) {}

    Link link() throws IOException {
        return link(self -> {});
    }

    Link link(Consumer<Peer> serving) throws IOException {
        return link(PeerOptions.defaults(), serving, PeerOptions.defaults());
    }

    Link link(PeerOptions serving, Consumer<Peer> setup, PeerOptions using) throws IOException {
        var ends = streams();
        return new Link(
                add(Peer.accept(ends.get(0), serving, setup)), add(Peer.connect(ends.get(1), using, self -> {})));
    }

    /// A consumer, byte by byte, of what a peer exposes.
    RawPeer consumer(PeerOptions options, Consumer<Peer> setup) throws IOException {
        var ends = streams();
        add(Peer.accept(ends.get(0), options, setup));
        return add(new RawPeer(ends.get(1)));
    }

    /// A provider, byte by byte, and the peer that uses it.
    record RawLink(RawPeer serving, Peer using) {}

    RawLink provider() throws IOException {
        return provider(PeerOptions.defaults());
    }

    RawLink provider(PeerOptions using) throws IOException {
        var ends = streams();
        var serving = add(new RawPeer(ends.get(0)));
        return new RawLink(serving, add(Peer.connect(ends.get(1), using, self -> {})));
    }

    /// A chain of relays to what the stage exposes.
    ///
    /// @return the peer at its beginning
    Peer chain(Stage stage, int relays) throws Exception {
        return chain(link(stage::expose), relays);
    }

    /// A chain of relays to one who exposes a stage.
    Peer chain(Link provider, int relays) throws Exception {
        var last = provider.using;
        for (var i = 0; i < relays; i++) {
            offers(last, "Notes");
            var target = last;
            last = link(self -> self.expose(Relay.offered().to(target))).using;
        }
        offers(last, "Notes");
        return last;
    }

    /// Waits until the other side of a peer offers a message of that name.
    static void offers(Peer peer, String name) {
        Until.holds(
                () -> offered(peer).stream().anyMatch(service -> service.name().equals(name)));
    }

    static List<OfferedService> offered(Peer peer) {
        try {
            return peer.offered(LONG);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<Duplex> streams() throws IOException {
        return switch (over) {
            case MEMORY -> Transports.memory();
            case TCP -> Wire.TCP.ends();
            case TLS -> Trust.over(Wire.TCP.ends());
        };
    }

    private Peer add(Peer peer) {
        peers.add(peer);
        return peer;
    }

    private RawPeer add(RawPeer raw) {
        raws.add(raw);
        return raw;
    }

    @Override
    public void close() throws IOException {
        for (var raw : raws) raw.close();
        peers.forEach(Peer::close);
    }
}
