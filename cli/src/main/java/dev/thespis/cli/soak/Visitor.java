package dev.thespis.cli.soak;

import dev.thespis.actor.Address;
import dev.thespis.cli.soak.Resident.Life;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerEvent;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Tcp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Connects, sends something and closes at once, again and again. What it has sent over a connection that nobody has
/// disturbed is promised to be handled.
///
/// *Threading.* Used by one thread.
final class Visitor {
    private static final PeerOptions OPTIONS =
            PeerOptions.defaults().withName("visitor").withLimits(Roads.LIMITS);
    private static final int MOST_REQUESTS = 20;

    /// A server that is killed in this time after a visit may not have handled all of it yet; it may have stood still
    /// meanwhile.
    private static final long SETTLED_NANOS = Duration.ofSeconds(30).toNanos();

    private final Sender sender;
    private final Random chance;
    private final Cable cable;
    private final Resident server;
    private final Disturber disturber;
    private final List<Visit> visits = new ArrayList<>();
    private int undisturbed;

    /// One that nobody has disturbed.
    private record Visit(int from, int to, Life life, long closedAt) {}

    Visitor(Sender sender, Random chance, Cable cable, Resident server, Disturber disturber) {
        this.sender = sender;
        this.chance = chance;
        this.cable = cable;
        this.server = server;
        this.disturber = disturber;
    }

    void visit() throws InterruptedException {
        var calm = disturber.calm();
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), cable.port());
        var from = sender.book().count();
        try {
            var peer = Tcp.connect(address, OPTIONS, fresh -> {});
            var events = peer.events().observe();
            try (peer) {
                requests(peer);
            }
            var failed = events.poll().stream().anyMatch(PeerEvent.Failed.class::isInstance);
            if (calm >= 0 && disturber.calm() == calm && !failed) {
                var life = server.lives().getLast();
                visits.add(new Visit(from, sender.book().count(), life, System.nanoTime()));
            }
        } catch (IOException e) {
            // nobody is there for now
        }
        sender.rest();
    }

    private void requests(Peer peer) throws InterruptedException {
        Address<Ledger> ledger = peer.address(Ledger.class);
        for (var left = 1 + chance.nextInt(MOST_REQUESTS); left > 0; left--) {
            switch (chance.nextInt(8)) {
                case 0 -> sender.call(ledger);
                case 1 -> sender.async(ledger);
                default -> sender.send(ledger);
            }
        }
    }

    /// Enters what is promised, now that it is known which server has come to which end.
    void settle() {
        for (var visit : visits) {
            var killed = visit.life.killedAt();
            if (killed != null && killed - visit.closedAt < SETTLED_NANOS) continue;
            sender.book().promise(visit.from, visit.to);
            undisturbed++;
        }
        visits.clear();
    }

    int undisturbed() {
        return undisturbed;
    }
}
