package dev.thespis.remote;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// A relay on one of the connections that it is exposed on.
///
/// Changed under the relay's lock; the lanes have a lock of their own, since messages pass without the relay's.
final class Exposure {
    /// How much may wait to be written to one who is told of changes.
    private static final long MOST_UNWRITTEN = 1 << 20;

    private static final long LATER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Relay relay;
    private final Connection connection;
    private final Runnable whenEnded;
    private final Map<Long, RelayedService> services = new HashMap<>();
    private final ReentrantLock lanesLock = new ReentrantLock();
    private final Map<Way, Lane> lanes = new HashMap<>();
    private final RelayedService others;

    /// What is told of changes: half of what the other side takes, if it is like this one, since others tell it too.
    private final Rate told;

    private final Later later = new Later();

    /// The way of messages between which there is an order.
    private record Way(Connection target, String namespace) {}

    /// Looks at the changes that were put off.
    private final class Later extends AlarmClock.Alarm {
        @Override
        void rings() {
            Thread.ofVirtual().name("thespis-relay-late").start(relay::refresh);
        }
    }

    /// @param targets the first ones
    Exposure(Relay relay, Connection connection, List<Peer> targets) {
        this.relay = relay;
        this.connection = connection;
        this.whenEnded = () -> {
            relay.drop(connection); // first: from then on nobody sets the alarm
            Watch.CLOCK.cancel(later);
        };
        this.others = new RelayedService(this, new OfferedService("", "", RelayedService.ANY, 0), targets);
        this.told = new Rate(
                Math.max(1, connection.limits().controlFrames() / 2), Offers.MAX_SERVICES / 2, System.nanoTime());
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
    /// Changes that come faster than the other side takes them are put off and told together.
    void change(Map<Long, Relay.Mirrored> mirrored, List<Peer> targets) {
        others.targets(targets);
        if (Watch.CLOCK.isSet(later)) redirect(mirrored, targets);
        else connection.whileExposed(all -> changeNow(mirrored));
    }

    /// What is exposed stays for the moment, but goes to none that is no target any more.
    private void redirect(Map<Long, Relay.Mirrored> mirrored, List<Peer> targets) {
        for (var service : services.values()) {
            var now = mirrored.get(service.sid());
            if (now == null) service.keepAmong(targets);
            else service.targets(now.targets());
        }
    }

    private void changeNow(Map<Long, Relay.Mirrored> mirrored) {
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
        if (!less.isEmpty() || !fitting.isEmpty()) tell(less, fitting);
        if (fitting.size() < more.size()) relay.leftOut(connection.name(), more.size() - fitting.size());
        if (!less.isEmpty()) forgetLanes();
    }

    private void tell(List<RelayedService> less, List<RelayedService> more) {
        var frames = connection.change(less, more);
        var now = System.nanoTime();
        var isTooMuch = connection.outbox().unwrittenBytes() > MOST_UNWRITTEN;
        for (var n = 0; n < frames; n++) isTooMuch |= told.isExceeded(now);
        if (isTooMuch) Watch.CLOCK.set(later, now + LATER_NANOS);
    }

    void withdraw() {
        connection.ending().forget(whenEnded);
        Watch.CLOCK.cancel(later);
        connection.whileExposed(all -> {
            connection.noOther(others);
            connection.change(List.copyOf(services.values()), List.of());
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

    /// As long as requests wait that came before it was known which namespace they are for, all wait behind them: they
    /// may be for this one.
    private Lane lane(Connection target, String namespace) {
        var way = new Way(target, namespace);
        var unknown = new Way(target, others.offer().namespace());
        lanesLock.lock();
        try {
            var lane = lanes.get(way);
            var before = way.equals(unknown) ? null : lanes.get(unknown);
            if (lane != null && !lane.equals(before)) return lane;
            if (before == null || before.isIdle()) before = new Lane(target);
            lanes.put(way, before);
            return before;
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

    /// Namespaces come and go; their lanes are not to pile up. If requests still wait in one, those that come without a
    /// namespace from now on wait behind them.
    private void forgetLanes() {
        var used = new HashSet<String>();
        used.add(others.offer().namespace());
        for (var service : services.values()) used.add(service.offer().namespace());
        lanesLock.lock();
        try {
            for (var entry : List.copyOf(lanes.entrySet())) {
                if (used.contains(entry.getKey().namespace())) continue;
                lanes.remove(entry.getKey());
                var unknown = new Way(entry.getKey().target(), others.offer().namespace());
                if (!entry.getValue().isIdle())
                    lanes.merge(unknown, entry.getValue(), (there, busy) -> there.isIdle() ? busy : there);
            }
        } finally {
            lanesLock.unlock();
        }
    }
}
