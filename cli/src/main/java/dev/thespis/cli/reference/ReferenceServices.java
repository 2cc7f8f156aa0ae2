package dev.thespis.cli.reference;

import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.NurseryException;
import dev.thespis.actor.Supervision;
import dev.thespis.remote.Peer;
import dev.thespis.remote.Services;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The actors behind the reference services: some for all connections, some for each.
///
/// *Ownership.* What is shared lives in a nursery of its own, what belongs to a connection in one nested in it,
/// which is closed when the connection has ended.
final class ReferenceServices implements AutoCloseable {
    private final Nursery nursery;
    private final Address<Hub> hub;
    private final Services shared;
    private final Set<Nursery> connections = ConcurrentHashMap.newKeySet();

    /// @param total where the hub begins
    ReferenceServices(String name, long total) {
        nursery = Nursery.open(name);
        hub = nursery.spawn(Hub.class, ActorOptions.named("hub"), () -> new HubActor(total));
        var mirror = nursery.spawn(Mirror.class, ActorOptions.named("mirror"), MirrorActor::new);
        var grave = nursery.spawn(Grave.class, ActorOptions.named("grave"), GraveActor::new);
        nursery.stop(grave).join();
        shared = Services.in("remotes")
                .add(Hub.class, hub)
                .add(Mirror.class, mirror)
                .add(Grave.class, grave)
                .build();
    }

    /// The actor behind [Hub], here.
    Address<Hub> hub() {
        return hub;
    }

    /// Exposes everything to a peer that has not started yet.
    @SuppressWarnings("FutureReturnValueIgnored") // the nursery waits for the task
    void expose(Peer peer) {
        var own = nursery.nest("connection " + peer.id());
        var sleeper = own.spawn(Sleeper.class, ActorOptions.named("sleeper"), SleeperActor::new);
        var bomb =
                own.spawn(Bomb.class, ActorOptions.named("bomb").withSupervision(Supervision.stop()), BombActor::new);
        var caller = peer.address(Hub.class);
        var back = own.spawn(Back.class, ActorOptions.named("back"), () -> new BackActor(caller));
        peer.expose(shared);
        peer.expose(Services.in("remotes")
                .add(Sleeper.class, sleeper)
                .add(Bomb.class, bomb)
                .add(Back.class, back)
                .build());
        connections.add(own);
        nursery.fork("end of " + own.name(), () -> {
            peer.join();
            end(own);
            connections.remove(own);
            return own.name();
        });
    }

    /// Ends the actors of a connection. Nobody waits for them any more, so that a long sleep is cut short.
    private static void end(Nursery own) {
        own.cancel();
        try {
            own.close();
        } catch (NurseryException e) {
            // A boom has stopped its actor, as it should; who sent it has been told, and so has who observes the peer.
        }
    }

    /// Ends all actors. The peers must have ended before; what failed in the nursery of one is no failure of this one.
    @Override
    public void close() {
        connections.forEach(ReferenceServices::end);
        nursery.close();
    }
}
