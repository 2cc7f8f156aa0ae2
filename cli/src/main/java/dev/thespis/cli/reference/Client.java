package dev.thespis.cli.reference;

import dev.thespis.actor.Address;
import dev.thespis.cli.dial.Dial;
import dev.thespis.remote.Limits;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/// A connection to the server, with services of its own for the server to call back.
///
/// @param peer the connection
/// @param remotes the server's services
/// @param own what the server can reach here; its hub begins at 1000
record Client(Peer peer, Address<Remotes> remotes, ReferenceServices own) implements AutoCloseable {
    static final long OWN_TOTAL = 1000;

    static Client connect(InetSocketAddress server, Dial dial, Duration callDeadline) throws IOException {
        var own = new ReferenceServices("reference client", OWN_TOTAL);
        try {
            var options = PeerOptions.defaults()
                    .withName("reference")
                    .withLimits(Limits.defaults().withCallDeadline(callDeadline));
            var peer = dial.connect(server, options, own::expose);
            return new Client(peer, peer.address(Remotes.class), own);
        } catch (IOException | RuntimeException e) {
            own.close();
            throw e;
        }
    }

    @Override
    public void close() {
        peer.close();
        own.close();
    }
}
