package dev.thespis.remote;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// A relay on one of the connections that it is exposed on.
///
/// Changed under the relay's lock; the lanes have a lock of their own, since messages pass without the relay's.
final class Exposure {
    private final Relay relay;
    private final Connection connection;
    private final Map<Long, RelayedService> services = new HashMap<>();
    private final ReentrantLock lanesLock = new ReentrantLock();
    private final Map<Way, Lane> lanes = new HashMap<>();
    private RelayedService others;

    /// The way of messages between which there is an order.
    private record Way(Connection target, String namespace) {}

    Exposure(Relay relay, Connection connection) {
        this.relay = relay;
        this.connection = connection;
        this.others = new RelayedService(this, new OfferedService("", "", RelayedService.ANY, 0), List.of());
    }

    Connection connection() {
        return connection;
    }

    Relay relay() {
        return relay;
    }

    /// Takes all requests that nothing else takes.
    void takeOthers(List<Peer> targets) {
        others.targets(targets);
        connection.other(others);
    }

    /// Exposes what is passed on now. What something else on this connection takes already stays with that.
    void change(Map<Long, Relay.Mirrored> mirrored, List<Peer> targets) {
        others.targets(targets);
        var less = new ArrayList<RelayedService>();
        var more = new ArrayList<RelayedService>();
        for (var service : services.values()) {
            var now = mirrored.get(service.sid());
            if (now == null || !now.offer().equals(service.offer())) less.add(service);
            else service.targets(now.targets());
        }
        for (var service : less) services.remove(service.sid());
        mirrored.forEach((sid, now) -> {
            if (!services.containsKey(sid) && connection.isFree(sid, less))
                more.add(new RelayedService(this, now.offer(), now.targets()));
        });
        for (var service : more) services.put(service.sid(), service);
        if (!less.isEmpty() || !more.isEmpty()) connection.change(less, more);
    }

    void withdraw() {
        connection.change(List.copyOf(services.values()), List.of());
        connection.noOther(others);
    }

    Lane lane(Connection target, String namespace) {
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
}
