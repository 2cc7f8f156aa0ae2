package dev.thespis.remote;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// A relay on one of the connections that it is exposed on.
///
/// Changed under the relay's lock; the lanes have a lock of their own, since messages pass without the relay's.
final class Exposure {
    private final Relay relay;
    private final Connection connection;
    private final Runnable whenEnded;
    private final Map<Long, RelayedService> services = new HashMap<>();
    private final ReentrantLock lanesLock = new ReentrantLock();
    private final Map<Way, Lane> lanes = new HashMap<>();
    private final RelayedService others;

    /// The way of messages between which there is an order.
    private record Way(Connection target, String namespace) {}

    /// @param whenEnded runs when the connection has ended
    Exposure(Relay relay, Connection connection, Runnable whenEnded) {
        this.relay = relay;
        this.connection = connection;
        this.whenEnded = whenEnded;
        this.others = new RelayedService(this, new OfferedService("", "", RelayedService.ANY, 0), List.of());
    }

    Relay relay() {
        return relay;
    }

    /// Takes all requests that nothing else takes.
    ///
    /// @throws IllegalArgumentException if something does so already
    void takeOthers() {
        connection.other(others);
    }

    /// From here on it is told when the connection has ended.
    void begin() {
        connection.ending().whenDone(whenEnded);
    }

    /// Exposes what is passed on now. What something else on this connection takes already stays with that.
    void change(Map<Long, Relay.Mirrored> mirrored, List<Peer> targets) {
        others.targets(targets);
        connection.whileExposed(all -> {
            var less = new ArrayList<RelayedService>();
            for (var service : services.values()) {
                var now = mirrored.get(service.sid());
                if (now == null || !now.offer().equals(service.offer())) less.add(service);
                else service.targets(now.targets());
            }
            for (var service : less) services.remove(service.sid());
            var more = new ArrayList<RelayedService>();
            mirrored.forEach((sid, now) -> {
                if (!services.containsKey(sid) && connection.isFree(sid, less))
                    more.add(new RelayedService(this, now.offer(), now.targets()));
            });
            var fitting = connection.fitting(less, more);
            for (var service : fitting) services.put(service.sid(), service);
            if (!less.isEmpty() || !fitting.isEmpty()) connection.change(less, fitting);
            if (fitting.size() < more.size()) relay.leftOut(connection.name(), more.size() - fitting.size());
            if (!less.isEmpty()) forgetLanes();
        });
    }

    void withdraw() {
        connection.ending().forget(whenEnded);
        connection.whileExposed(all -> {
            connection.change(List.copyOf(services.values()), List.of());
            connection.noOther(others);
        });
        services.clear();
    }

    void publish(PeerEvent event) {
        connection.publish(event);
    }

    /// Sends a request on its way to a target.
    void pass(RelayedRequest request, Connection target, String namespace) {
        lane(target, namespace).add(request);
        // a target that has gone meanwhile may have been forgotten before this lane was made
        if (target.outbox().isRefusing()) forget(target);
    }

    private Lane lane(Connection target, String namespace) {
        lanesLock.lock();
        try {
            return lanes.computeIfAbsent(new Way(target, namespace), way -> new Lane(target));
        } finally {
            lanesLock.unlock();
        }
    }

    void forget(Connection target) {
        lanesLock.lock();
        try {
            lanes.keySet().removeIf(way -> way.target().equals(target));
        } finally {
            lanesLock.unlock();
        }
    }

    /// Namespaces come and go; their lanes are not to pile up.
    private void forgetLanes() {
        var used = new HashSet<String>();
        used.add(others.offer().namespace());
        for (var service : services.values()) used.add(service.offer().namespace());
        lanesLock.lock();
        try {
            lanes.entrySet()
                    .removeIf(lane -> !used.contains(lane.getKey().namespace())
                            && lane.getValue().isIdle());
        } finally {
            lanesLock.unlock();
        }
    }
}
