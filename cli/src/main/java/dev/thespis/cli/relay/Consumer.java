package dev.thespis.cli.relay;

import dev.thespis.actor.Backoff;
import dev.thespis.remote.Peer;
import dev.thespis.remote.Relay;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// One who uses the targets over connections of its own.
///
/// Requests of a target go back to it, so that it can be called back as if it had connected to the target itself.
///
/// Its connections are no links: the links of all consumers would knock at a target that is gone, where one does that
/// shows how the target is. So there is a connection only while that one has one; and the first is there before the
/// consumer is told what is offered, so that it is told once.
final class Consumer {
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));

    private final Peer peer;
    private final Relay relay;

    /// Guarded by this.
    private final Map<Upstream, Peer> own = new HashMap<>();

    Consumer(Peer peer, Relay relay) {
        this.peer = peer;
        this.relay = relay;
    }

    /// Connects to a target, if that is there and there is no connection yet.
    synchronized void connect(Upstream upstream) {
        var before = own.get(upstream);
        if (upstream.peer() == null || !peer.isOpen() || (before != null && before.isOpen())) return;
        try {
            var target = upstream.connect(self -> self.expose(Relay.everything().to(peer)));
            own.put(upstream, target);
            relay.to(target);
            Thread.ofVirtual().name("thespis-consumer-target-" + target.id()).start(() -> replace(upstream, target));
        } catch (IOException e) {
            // it has gone in this moment, which its own connection tells; there is another call when it is back
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until a connection to a target is lost, and makes another one; unless the target has gone, which is told
    /// when it is back.
    private void replace(Upstream upstream, Peer lost) {
        try {
            lost.join();
            for (var attempt = 1; upstream.peer() != null && peer.isOpen(); attempt++) {
                connect(upstream);
                if (isConnected(upstream)) return;
                Thread.sleep(PAUSES.pause(attempt));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody has this thread to interrupt it
        }
    }

    private synchronized boolean isConnected(Upstream upstream) {
        var target = own.get(upstream);
        return target != null && target.isOpen();
    }

    /// Exposes what its targets have, until the connection ends.
    void begin(Runnable whenEnded) {
        peer.expose(relay);
        Thread.ofVirtual().name("thespis-consumer-" + peer.id()).start(() -> {
            try {
                peer.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // nobody has this thread to interrupt it
            }
            whenEnded.run();
            close();
        });
    }

    private synchronized void close() {
        own.values().forEach(Peer::close);
    }
}
