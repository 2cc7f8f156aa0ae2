package dev.thespis.remote;

import dev.thespis.actor.Events;
import dev.thespis.actor.Observable;
import dev.thespis.wire.ServiceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

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
/// back
/// when it is answered, or, if it is a send, when the target has accepted it. So a relay holds no more than its
/// windows.
///
/// *Failure.* A target that goes fails the calls that it has, and is an event. When none is left, calls fail with
/// [dev.thespis.actor.CallFailure.ConnectionLost], certainly not handled, and sends are dropped, each with an event,
/// until
/// a new one is given.
///
/// *Threading.* Safe for use by any number of threads.
public final class Relay extends ServiceMap {
    private final Scope scope;
    private final Choice choice;
    private final Events<RelayEvent> events = new Events<>(RelayEvent.Missed::new);
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Connection, Exposure> exposures = new HashMap<>();
    private List<Peer> targets = List.of();
    private Map<Long, Mirrored> mirrored = Map.of();

    /// What a relay passes on.
    public sealed interface Scope {
        /// Every request that nothing else on the connection takes, whatever its service.
        record Everything() implements Scope {}

        /// What the targets offer, as that changes.
        record Offered() implements Scope {}

        /// What the targets offer of one namespace, as that changes.
        ///
        /// @param namespace of the services
        record Namespace(String namespace) implements Scope {}

        /// One service, whether a target offers it or not: targets of the original never do.
        ///
        /// @param namespace of the service
        /// @param name of its message
        record Named(String namespace, String name) implements Scope {}

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

    /// Adds a target. One that ends is taken away by itself.
    ///
    /// @param target runs
    /// @return this relay
    /// @throws IllegalArgumentException if the relay is exposed on that very peer
    public Relay to(Peer target) {
        lock.lock();
        try {
            if (exposures.containsKey(target.connection()))
                throw new IllegalArgumentException("target " + target.name()
                        + " is a peer that the relay is exposed on: requests would go in circles");
            if (targets.contains(target)) return this;
            targets = with(targets, target);
            refresh();
        } finally {
            lock.unlock();
        }
        events.publish(new RelayEvent.TargetAdded(target));
        target.connection().control().offers().whenChanged(this::offersChanged);
        target.whenEnded(() -> gone(target));
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
            for (var exposure : exposures.values())
                exposure.connection().publish(new PeerEvent.TargetGone(target.name()));
        } finally {
            lock.unlock();
        }
    }

    private boolean forget(Peer target) {
        lock.lock();
        try {
            if (!targets.contains(target)) return false;
            targets = targets.stream().filter(other -> !other.equals(target)).toList();
            for (var exposure : exposures.values()) exposure.forget(target.connection());
            refresh();
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
            var exposure = new Exposure(this, connection);
            exposure.change(mirrored, targets);
            if (scope instanceof Scope.Everything) exposure.takeOthers(targets);
            exposures.put(connection, exposure);
        } finally {
            lock.unlock();
        }
        connection.ending().whenDone(() -> drop(connection));
    }

    @Override
    void detach(Connection connection) {
        lock.lock();
        try {
            var exposure = exposures.remove(connection);
            if (exposure == null)
                throw new IllegalArgumentException("the relay is not exposed on " + connection.name());
            exposure.withdraw();
        } finally {
            lock.unlock();
        }
    }

    private void drop(Connection connection) {
        lock.lock();
        try {
            exposures.remove(connection);
        } finally {
            lock.unlock();
        }
    }

    private void offersChanged() {
        lock.lock();
        try {
            refresh();
        } finally {
            lock.unlock();
        }
    }

    /// Finds out anew what is passed on to whom. When the last target has gone, what it offered stays exposed: that no
    /// target is there is another failure than that there is no such service.
    private void refresh() {
        if (!targets.isEmpty() || mirrored.isEmpty()) mirrored = mirror();
        else mirrored = withoutTargets(mirrored);
        for (var exposure : exposures.values()) exposure.change(mirrored, targets);
    }

    private Map<Long, Mirrored> mirror() {
        var found = new LinkedHashMap<Long, Mirrored>();
        for (var target : targets)
            for (var offer : target.connection().control().offers().now())
                if (isIn(scope, offer))
                    found.merge(offer.id().value(), new Mirrored(offer, List.of(target)), Relay::joined);
        for (var named : named(scope)) found.putIfAbsent(named.id().value(), new Mirrored(named, targets));
        return found;
    }

    private static Mirrored joined(Mirrored before, Mirrored more) {
        return new Mirrored(
                before.offer(), with(before.targets(), more.targets().getFirst()));
    }

    private static Map<Long, Mirrored> withoutTargets(Map<Long, Mirrored> services) {
        var kept = new LinkedHashMap<Long, Mirrored>();
        services.forEach((sid, service) -> kept.put(sid, new Mirrored(service.offer(), List.of())));
        return kept;
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
}
