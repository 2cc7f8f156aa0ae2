package dev.thespis.remote;

import java.security.Principal;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The clients of a server that have said who they are: those that are connected, and the last of those that were.
///
/// Of a client that has gone only its attributes are kept. There are as many connected ones as there are connections,
/// which are bounded. All fields are guarded by the lock.
final class Clients {
    private final Returning options;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Present> present = new HashMap<>();

    /// Those that left first come first.
    private final LinkedHashMap<Key, Past> past = new LinkedHashMap<>();

    Clients(Returning options, LongSupplier clock) {
        this.options = options;
        this.clock = clock;
    }

    private record Key(Principal principal, String incarnation) {}

    /// One that is connected.
    ///
    /// @param peer that of the newest of its connections
    /// @param connections how many there were
    private record Present(Peer peer, int connections) {}

    /// One that was.
    private record Past(Attributes attributes, int connections, long sinceNanos) {}

    /// A client has said hello. Gives its peer what is known of it.
    ///
    /// @return which one of its connections this is
    int arrived(Peer peer, RemoteInfo.Greeted greeted) {
        var key = new Key(peer.principal(), greeted.incarnation());
        Present there;
        int connections;
        lock.lock();
        try {
            forgetOld();
            there = present.get(key);
            var gone = past.remove(key);
            if (there != null)
                peer.connection().caller().earlier(there.peer().attributes().copy());
            else if (gone != null)
                peer.connection().caller().earlier(gone.attributes().copy());
            connections = 1 + (there != null ? there.connections() : gone != null ? gone.connections() : 0);
            present.put(key, new Present(peer, connections));
        } finally {
            lock.unlock();
        }
        peer.whenEnded(() -> left(peer, key));
        if (there != null && options.before() == Returning.Before.CLOSE)
            there.peer().beginClose("its client has come back over another connection");
        return connections;
    }

    private void left(Peer peer, Key key) {
        lock.lock();
        try {
            var there = present.get(key);
            if (there == null || !there.peer().equals(peer)) return; // it has come back since
            present.remove(key);
            past.put(key, new Past(peer.attributes(), there.connections(), clock.getAsLong()));
            if (past.size() > options.remembered()) past.pollFirstEntry();
            forgetOld();
        } finally {
            lock.unlock();
        }
    }

    private void forgetOld() {
        var now = clock.getAsLong();
        for (var first = first(); first != null && isOver(first, now); first = first()) past.pollFirstEntry();
    }

    private @Nullable Past first() {
        var entry = past.firstEntry();
        return entry == null ? null : entry.getValue();
    }

    private boolean isOver(Past one, long now) {
        return Duration.ofNanos(now - one.sinceNanos()).compareTo(options.longest()) > 0;
    }

    /// How many there are, connected or not.
    int size() {
        lock.lock();
        try {
            return present.size() + past.size();
        } finally {
            lock.unlock();
        }
    }
}
