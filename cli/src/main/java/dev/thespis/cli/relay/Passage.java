package dev.thespis.cli.relay;

import dev.thespis.actor.Actor;
import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.RemoteInfo;
import dev.thespis.remote.Services;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/// How a relay recognises what has come through it before.
///
/// Each relay offers its targets a service under a namespace that ends with its incarnation. Since it also offers them
/// what its consumer offers, a target that is a relay in its turn sees of each consumer through whom it has come, and
/// does not connect it to those. So a loop ends before it closes, whatever the relays are called.
///
/// What does not pass offers on, a peer of the original or a connection that is shared, hides who is behind it.
///
/// *Ownership.* Closing it ends the actor behind the service.
final class Passage implements AutoCloseable {
    private static final String PREFIX = "thespis-relay-";

    /// Who has not said anything by then is taken for a peer of the original that waits to be called.
    private static final Duration SILENCE = Duration.ofSeconds(5);

    /// For the first offer of one that has said hello, which comes with it.
    private static final Duration OFFER = Duration.ofSeconds(10);

    private final String incarnation;
    private final Nursery nursery = Nursery.open("relay");
    private final Services services;

    /// What is said by the service.
    interface Passed {
        /// Replies the incarnation.
        record Through() implements Message<Passed, String> {}
    }

    private record Passing(String incarnation) implements Actor<Passed> {
        @Override
        public Handlers<Passed> handlers() {
            return Handlers.of(Passed.class).concurrent(Passed.Through.class, through -> incarnation);
        }
    }

    /// @param own of the relay as a server, with an incarnation
    Passage(PeerOptions own) {
        this.incarnation = own.incarnation();
        var actor = nursery.spawn(Passed.class, ActorOptions.named("passage"), () -> new Passing(incarnation));
        this.services =
                Services.in(PREFIX + incarnation).add(Passed.class, actor).build();
    }

    /// Shows a target that what comes over a connection has come through here. Before anything else is exposed there:
    /// offers that take several frames begin with this one.
    void show(Peer target) {
        target.expose(services);
    }

    /// Whether a server is this very relay.
    boolean isHere(Peer target) {
        return target.remote() instanceof RemoteInfo.Greeted greeted
                && greeted.incarnation().equals(incarnation);
    }

    /// The incarnations of the relays that a consumer has come through; waits until it has said so.
    static Set<String> of(Peer consumer) throws InterruptedException {
        if (!(consumer.remote(SILENCE) instanceof RemoteInfo.Greeted)) return Set.of();
        return consumer.offered(OFFER).stream()
                .filter(offer -> offer.namespace().startsWith(PREFIX))
                .map(offer -> offer.namespace().substring(PREFIX.length()))
                .collect(Collectors.toSet());
    }

    /// Whether what has come through some relays would come through one of them again.
    ///
    /// @param passed their incarnations
    boolean isLoop(Set<String> passed, Peer target) {
        return passed.contains(incarnation)
                || (target.remote() instanceof RemoteInfo.Greeted greeted && passed.contains(greeted.incarnation()));
    }

    @Override
    public void close() {
        nursery.close();
    }
}
