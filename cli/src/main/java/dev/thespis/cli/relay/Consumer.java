package dev.thespis.cli.relay;

import dev.thespis.actor.Backoff;
import dev.thespis.actor.CallException;
import dev.thespis.remote.Choice;
import dev.thespis.remote.Peer;
import dev.thespis.remote.Relay;
import dev.thespis.remote.RemoteInfo;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// One who uses the targets over connections of its own.
///
/// Requests of a target go back to it, so that it can be called back as if it had connected to the target itself.
///
/// Its connections are no links: the links of all consumers would knock at a target that is gone, where one does that
/// shows how the target is. So there is a connection only while that one has one.
///
/// Nobody waits for a target: the peer that the requests go to is there at once, and a thread for each target connects
/// it then. The consumer is told at once what the targets offer, by the connections that show how they are; so it is
/// told once. Until a connection has said so too, requests go by what those have said.
final class Consumer {
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));
    private static final Duration OFFER = Duration.ofSeconds(10);
    private static final int TRIES = 6;

    private final Peer peer;
    private final RelayServer.Plan plan;
    private final Watch watch;
    private final Passage passage;

    /// What the targets ask of the consumer.
    private final Relay back;

    /// The targets that have not said what they offer.
    private final Map<Peer, Upstream> silent = new ConcurrentHashMap<>();

    // Guarded by this:

    /// As long as there is a thread for the target.
    private final Map<Upstream, Own> own = new HashMap<>();

    private Relay relay;
    private boolean closed;

    /// A connection to a target.
    ///
    /// @param stream perhaps not connected yet
    /// @param target at the other end of it
    private record Own(Coming stream, Peer target) {
        /// What was accepted is written first, if the connection comes about within the time that a peer has for that.
        void close() {
            target.close();
        }
    }

    Consumer(Peer peer, RelayServer.Plan plan, Watch watch, Passage passage) {
        this.peer = peer;
        this.plan = plan;
        this.watch = watch;
        this.passage = passage;
        this.back = Relay.everything().to(peer);
        this.relay = relay();
    }

    private Relay relay() {
        return Relay.of(plan.scope(), this::choose);
    }

    /// Exposes what the targets have, before the peer starts.
    ///
    /// What they are known to offer stays offered when the connections that show it are no targets any more, since
    /// those that have come in their place have not said anything yet.
    synchronized void begin(List<Upstream> upstreams) {
        var shown =
                upstreams.stream().map(Upstream::peer).filter(Objects::nonNull).toList();
        shown.forEach(relay::to);
        upstreams.forEach(this::connect);
        shown.forEach(relay::remove);
        peer.expose(relay);
    }

    /// Connects to a target, if that is there and there is no connection yet. Does not wait.
    synchronized void connect(Upstream upstream) {
        if (own.containsKey(upstream)) return;
        var first = next(upstream);
        if (first == null) return;
        Thread.ofVirtual()
                .name("thespis-consumer-" + peer.id() + "-" + upstream.target())
                .start(() -> run(upstream, first));
    }

    /// The next connection to a target, to which requests go from now on.
    ///
    /// @return null if there is none, since the target has gone, which is told when it is back, or the consumer has
    private synchronized @Nullable Own next(Upstream upstream) {
        if (closed || upstream.peer() == null) {
            own.remove(upstream);
            return null;
        }
        var stream = new Coming(upstream.endpoint());
        var next = new Own(stream, Peer.connect(stream, Upstream.OPTIONS, self -> {
            watch.follow(self);
            passage.show(self);
            self.expose(back);
        }));
        own.put(upstream, next);
        silent.put(next.target, upstream);
        relay.to(next.target);
        return next;
    }

    /// Connects, and does so again when the connection is lost.
    private void run(Upstream upstream, Own first) {
        try {
            var passed = Passage.of(peer);
            var connection = first;
            for (var attempt = 1; connection != null; attempt++) {
                if (upstream.leadsBack(passed)) {
                    leave(upstream, connection, passed);
                    return;
                }
                var since = System.nanoTime();
                use(connection);
                if (System.nanoTime() - since > PAUSES.max().toNanos()) attempt = 1;
                Thread.sleep(PAUSES.pause(attempt));
                connection = next(upstream);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody has this thread to interrupt it
        }
    }

    /// Connects, and waits until the connection ends.
    private void use(Own connection) throws InterruptedException {
        try {
            connection.stream.connect();
        } catch (IOException e) {
            refuse(connection); // it has gone in this moment, which its own connection tells
            return;
        }
        var target = connection.target;
        Thread.ofVirtual().name("thespis-consumer-offer-" + target.id()).start(() -> hear(target));
        target.join();
        silent.remove(target);
    }

    /// Uses a connection no more that has not been made. Who has asked for something already is told that nobody is
    /// there.
    private void refuse(Own connection) throws InterruptedException {
        synchronized (this) {
            silent.remove(connection.target);
            relay.remove(connection.target);
        }
        connection.stream.connectToNobody();
        try {
            connection.target.ping(OFFER); // what was asked before is answered before
        } catch (CallException e) {
            // it was closed meanwhile
        }
        connection.close();
    }

    /// Waits until a target has said what it offers, which it does before it answers anything.
    private void hear(Peer target) {
        try {
            for (var n = 0; n < TRIES && target.isOpen(); n++) if (isHeard(target)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody has this thread to interrupt it
        }
    }

    private boolean isHeard(Peer target) throws InterruptedException {
        try {
            target.ping(OFFER);
            silent.remove(target);
            return true;
        } catch (CallException e) { // it has ended, is slow, or of the original: then nothing more is known of it
            return target.remote() instanceof RemoteInfo.Legacy;
        }
    }

    /// Does not use a target, since the consumer has come from there. If it was the only one, nothing is offered any
    /// more that it was thought to have.
    private void leave(Upstream upstream, Own unwanted, Set<String> passed) throws InterruptedException {
        refuse(unwanted);
        synchronized (this) {
            own.remove(upstream);
            if (relay.targets().isEmpty()) replaceRelay();
            if (!upstream.leadsBack(passed)) connect(upstream); // it may be connected to another server meanwhile
        }
    }

    private void replaceRelay() {
        var fresh = relay();
        try {
            peer.withdraw(relay);
            peer.expose(fresh);
            relay = fresh;
        } catch (IllegalArgumentException e) {
            // the connection has ended in this moment
        }
    }

    private Peer choose(Choice.Relayed message, List<Peer> targets) {
        if (silent.isEmpty()) return plan.choice().choose(message, targets);
        var able = targets.stream()
                .filter(target -> mayOffer(target, message.service()))
                .toList();
        return plan.choice().choose(message, able.isEmpty() ? targets : able);
    }

    private boolean mayOffer(Peer target, ServiceId service) {
        var upstream = silent.get(target);
        return upstream == null || upstream.mayOffer(service);
    }

    /// Closes the connections to the targets, and waits until they have ended.
    void close() {
        List<Own> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(own.values());
        }
        try (var closing = Executors.newVirtualThreadPerTaskExecutor()) {
            left.forEach(one -> closing.execute(one::close));
        }
    }
}
