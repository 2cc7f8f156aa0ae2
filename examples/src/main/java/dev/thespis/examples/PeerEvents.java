package dev.thespis.examples;

import dev.thespis.actor.Nursery;
import dev.thespis.actor.Observer;
import dev.thespis.remote.PeerEvent;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// What happens to a connection, as events. Observed from the setup on, so that none is missed.
public final class PeerEvents {
    private PeerEvents() {}

    public static void main(String[] args) throws Exception {
        try (var nursery = Nursery.open("server")) {
            var services = Services.of(Counter.class, nursery.spawn(Counter.class, Tally::new));
            try (var server = TcpServer.listen(new InetSocketAddress("localhost", 0), peer -> peer.expose(services))) {
                var address = new InetSocketAddress("localhost", server.port());
                var observer = new AtomicReference<Observer<PeerEvent>>();
                try (var peer = Tcp.connect(
                        address,
                        PeerOptions.defaults(),
                        self -> observer.set(self.events().observe()))) {
                    peer.offered(Duration.ofSeconds(10));
                    server.peers().getFirst().close("that was all");
                    peer.join();
                }
                for (var event : observer.get().poll()) System.out.println(describe(event));
            }
        }
    }

    static String describe(PeerEvent event) {
        return switch (event) {
            case PeerEvent.Opened opened ->
                "opened: " + opened.remote().getClass().getSimpleName();
            case PeerEvent.Returned returned -> "returned: connection " + returned.connection();
            case PeerEvent.Offered offered -> "offered: " + offered.services().size() + " services";
            case PeerEvent.Withdrawn withdrawn ->
                "withdrawn: " + withdrawn.services().size() + " services";
            case PeerEvent.ShapeDiffers other ->
                "another version: " + other.service().name();
            case PeerEvent.Failed failed -> "failed: " + failed.error();
            case PeerEvent.RemoteError told -> "told by the other side: " + told.error();
            case PeerEvent.TargetGone gone -> "relay has lost: " + gone.target();
            case PeerEvent.CreditExhausted exhausted -> "waiting for credit: " + exhausted.service();
            case PeerEvent.CreditRestored restored -> "no longer waiting: " + restored.service();
            case PeerEvent.Leaving leaving -> "leaving: " + leaving.reason();
            case PeerEvent.ClosedByRemote closed -> "closed by the other side";
            case PeerEvent.Closed closed -> "closed: " + closed.reason();
            case PeerEvent.Missed missed -> "missed: " + missed.count();
        };
    }
}
