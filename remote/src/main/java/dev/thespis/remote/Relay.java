package dev.thespis.remote;

import dev.thespis.actor.Events;
import dev.thespis.actor.Observable;
import dev.thespis.wire.ServiceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// A service map that passes requests on to other peers, its targets, without decoding them.
///
/// ```java
/// var relay = Relay.everything().to(provider);
/// peer.expose(relay);
/// ```
///
/// *Guarantees.* Order, deadlines, cancellation and errors pass through as if the relay were not there. What one caller
/// sends to the services of one namespace goes to the same target in order; if there are several targets, the [Choice]
/// decides for each message, and there is no order between targets. A call is answered once, whatever goes wrong.
///
/// *Pressure.* A request takes credit here when it arrives and there when it is passed on. It gives the credit here
/// back when it is answered, or, if it is a send, when the target has accepted it. So a relay holds no more than its
/// windows.
///
/// *Failure.* A target that goes fails the calls that it has, and is an event. When none is left, calls fail with
/// [dev.thespis.actor.CallFailure.ConnectionLost], certainly not handled, and sends are dropped, each with an event,
/// until a new one is given. Meanwhile what was offered stays offered.
///
/// *Threading.* Safe for use by any number of threads.
///
/// *Ownership.* Targets and connections belong to whoever has made them. A relay has nothing to be closed.
///
/// *Limits.* A request passes through at most 16 relays.
public final class Relay extends ServiceMap {
    private final Scope scope;
    private final Choice choice;
    private final Events<RelayEvent> events = new Events<>(RelayEvent.Missed::new);
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Connection, Exposure> exposures = new HashMap<>();
    private final Map<Peer, Follower> followers = new HashMap<>();
    private List<Peer> targets = List.of();
    private Map<Long, Mirrored> mirrored = Map.of();
    private Set<RelayEvent.ShapesDiffer> differing = Set.of();

    /// Follows one target.
    private final class Following implements Follower {
        private final Peer target;

        Following(Peer target) {
            this.target = target;
        }

        @Override
        public void offersChanged() {
            refresh();
        }

        @Override
        public void refused() {
            gone(target);
        }
    }

    /// What a relay passes on.
    public sealed interface Scope {
        /// Every request that nothing else on the connection takes, whatever its service.
        record Everything() implements Scope {}

        /// What the targets offer, as that changes.
        record Offered() implements Scope {}

        /// What the targets offer of one namespace, as that changes.
        ///
        /// @param namespace of the services
        record Namespace(String namespace) implements Scope {
            /// Checks the namespace.
            public Namespace {
                Contract.checkNamespace(namespace);
            }
        }

        /// One service, whether a target offers it or not: targets of the original never do.
        ///
        /// @param namespace of the service
        /// @param name of its message
        record Named(String namespace, String name) implements Scope {
            /// Checks the namespace.
            public Named {
                Contract.checkNamespace(namespace);
            }
        }

        /// All that any of these passes on.
        ///
        /// @param scopes at least one, none of them [Everything]
        record Any(List<Scope> scopes) implements Scope {
            /// Checks the scopes.
            public Any {
                scopes = List.copyOf(scopes);
                if (scopes.isEmpty()) throw new IllegalArgumentException("scopes is empty");
                if (scopes.contains(new Everything()))
                    throw new IllegalArgumentException("scopes=" + scopes + ": everything needs nothing else");
            }
        }
    }

    /// A service that is passed on by its id.
    ///
    /// @param offer what is told about it
    /// @param targets those that offer it
    record Mirrored(OfferedService offer, List<Peer> targets) {}

    private Relay(Scope scope, Choice choice) {
        this.scope = scope;
        this.choice = choice;
    }

    /// A relay that passes on every request that nothing else takes, to its targets by turns.
    ///
    /// @return without targets
    public static Relay everything() {
        return of(new Scope.Everything(), Choice.roundRobin());
    }

    /// A relay that passes on what its targets offer, to those that offer it by turns.
    ///
    /// @return without targets
    public static Relay offered() {
        return of(new Scope.Offered(), Choice.roundRobin());
    }

    /// A relay.
    ///
    /// @param scope what it passes on
    /// @param choice to which of several targets
    /// @return without targets
    public static Relay of(Scope scope, Choice choice) {
        return new Relay(scope, choice);
    }

    /// Adds a target. One that is about to end is taken away by itself.
    ///
    /// @param target runs, or is being set up
    /// @return this relay
    /// @throws IllegalArgumentException if the relay is exposed on that very peer
    public Relay to(Peer target) {
        var following = new Following(target);
        lock.lock();
        try {
            if (exposures.containsKey(target.connection()))
                throw new IllegalArgumentException("target " + target.name()
                        + " is a peer that the relay is exposed on: requests would go in circles");
            if (followers.putIfAbsent(target, following) != null) return this;
            targets = with(targets, target);
            events.publish(new RelayEvent.TargetAdded(target));
        } finally {
            lock.unlock();
        }
        target.connection().follow(following); // first, so that no change is missed
        lock.lock();
        try { // it may have been taken away meanwhile
            if (!following.equals(followers.get(target))) target.connection().unfollow(following);
        } finally {
            lock.unlock();
        }
        refresh();
        return this;
    }

    /// Takes a target away. Calls that it has got go on; further requests go to others.
    ///
    /// @param target if it is none, nothing happens
    public void remove(Peer target) {
        if (forget(target)) events.publish(new RelayEvent.TargetRemoved(target));
    }

    private void gone(Peer target) {
        if (!forget(target)) return;
        events.publish(new RelayEvent.TargetGone(target));
        lock.lock();
        try {
            for (var exposure : exposures.values()) exposure.publish(new PeerEvent.TargetGone(target.name()));
        } finally {
            lock.unlock();
        }
    }

    private boolean forget(Peer target) {
        lock.lock();
        try {
            var follower = followers.remove(target);
            if (follower == null) return false;
            target.connection().unfollow(follower);
            targets = targets.stream().filter(other -> !other.equals(target)).toList();
            refresh();
            for (var exposure : exposures.values()) exposure.forget(target.connection());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// The targets.
    ///
    /// @return a copy
    public List<Peer> targets() {
        lock.lock();
        try {
            return targets;
        } finally {
            lock.unlock();
        }
    }

    /// What has happened, from when one subscribes on.
    ///
    /// @return events
    public Observable<RelayEvent> events() {
        return events;
    }

    Choice choice() {
        return choice;
    }

    /// Not all that is passed on could be offered to a peer that it is exposed on.
    void leftOut(String peer, int services) {
        events.publish(new RelayEvent.LeftOut(peer, services));
    }

    /// On how many connections it is exposed.
    int exposures() {
        lock.lock();
        try {
            return exposures.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    void attach(Connection connection) {
        lock.lock();
        try {
            for (var target : targets)
                if (target.connection() == connection)
                    throw new IllegalArgumentException(
                            "peer " + connection.name() + " is a target of the relay: requests would go in circles");
            if (exposures.containsKey(connection))
                throw new IllegalArgumentException("the relay is exposed already on " + connection.name());
            var exposure = new Exposure(this, connection, targets);
            if (scope instanceof Scope.Everything) exposure.takeOthers();
            exposures.put(connection, exposure);
            exposure.change(mirrored, targets);
            exposure.begin();
        } finally {
            lock.unlock();
        }
    }

    @Override
    void detach(Connection connection) {
        lock.lock();
        try {
            var exposure = exposures.remove(connection);
            if (exposure != null) exposure.withdraw();
            else if (!connection.ending().begun())
                throw new IllegalArgumentException("the relay is not exposed on " + connection.name());
        } finally {
            lock.unlock();
        }
    }

    /// The connection has ended.
    void drop(Connection connection) {
        lock.lock();
        try {
            exposures.remove(connection);
        } finally {
            lock.unlock();
        }
    }

    /// Finds out anew what is passed on to whom.
    void refresh() {
        lock.lock();
        try {
            mirrored = mirror();
            for (var exposure : exposures.values()) exposure.change(mirrored, targets);
        } finally {
            lock.unlock();
        }
    }

    /// What was offered stays as long as there is no target, or one that has not said yet what it offers: that nobody
    /// is there is another failure than that there is no such service, and whoever is there next is likely to have the
    /// same. But what a target has withdrawn that is still there is gone.
    private Map<Long, Mirrored> mirror() {
        var silent = targets.stream() // first: who says something from here on tells so again
                .filter(target -> !target.connection().control().offers().isKnown())
                .toList();
        var found = new LinkedHashMap<Long, Mirrored>();
        var others = new HashSet<RelayEvent.ShapesDiffer>();
        for (var target : targets)
            for (var offer : target.connection().control().offers().now())
                if (isIn(scope, offer) && !Control.isOne(offer.id().value())) {
                    var all = found.merge(offer.id().value(), new Mirrored(offer, List.of(target)), Relay::joined);
                    if (differ(all.offer(), offer)) others.add(new RelayEvent.ShapesDiffer(all.offer(), target));
                }
        tell(others);
        if (targets.isEmpty() || !silent.isEmpty())
            mirrored.forEach((sid, service) -> {
                if (service.targets().stream().noneMatch(from -> targets.contains(from) && !silent.contains(from)))
                    found.putIfAbsent(sid, new Mirrored(service.offer(), silent));
            });
        for (var named : named(scope)) found.put(named.id().value(), offered(named, found));
        return found;
    }

    private static boolean differ(OfferedService one, OfferedService other) {
        return one.shape() != 0 && other.shape() != 0 && one.shape() != other.shape();
    }

    /// Tells of the targets that have other types than the first ones; not again of those that it has told of.
    private void tell(Set<RelayEvent.ShapesDiffer> others) {
        for (var other : others) if (!differing.contains(other)) events.publish(other);
        differing = others;
    }

    /// A named service goes to the targets that offer it; if none does, to any.
    private Mirrored offered(OfferedService named, Map<Long, Mirrored> found) {
        var known = found.get(named.id().value());
        return known == null || known.targets().isEmpty() ? new Mirrored(named, targets) : known;
    }

    private static Mirrored joined(Mirrored before, Mirrored more) {
        return new Mirrored(
                before.offer(), with(before.targets(), more.targets().getFirst()));
    }

    private static List<OfferedService> named(Scope scope) {
        return switch (scope) {
            case Scope.Named named ->
                List.of(new OfferedService(
                        named.namespace(), named.name(), ServiceId.of(named.namespace(), named.name()), 0));
            case Scope.Any any ->
                any.scopes().stream().flatMap(one -> named(one).stream()).toList();
            case Scope.Everything everything -> List.of();
            case Scope.Offered offered -> List.of();
            case Scope.Namespace namespace -> List.of();
        };
    }

    private static boolean isIn(Scope scope, OfferedService offer) {
        return switch (scope) {
            case Scope.Everything everything -> true;
            case Scope.Offered offered -> true;
            case Scope.Namespace in -> in.namespace().equals(offer.namespace());
            case Scope.Named named ->
                named.namespace().equals(offer.namespace()) && named.name().equals(offer.name());
            case Scope.Any any -> any.scopes().stream().anyMatch(one -> isIn(one, offer));
        };
    }

    private static List<Peer> with(List<Peer> peers, Peer more) {
        var all = new ArrayList<>(peers);
        all.add(more);
        return List.copyOf(all);
    }

    @Override
    public String toString() {
        lock.lock();
        try {
            var services = mirrored.values().stream().map(Mirrored::offer).map(OfferedService::described);
            return "Relay[" + scope + " to " + targets + ": " + services.collect(Collectors.joining(", ")) + "]";
        } finally {
            lock.unlock();
        }
    }
}
