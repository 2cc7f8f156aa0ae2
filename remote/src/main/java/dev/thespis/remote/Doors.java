package dev.thespis.remote;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// How many connections a server has, in all and from each address. All fields are guarded by the lock.
final class Doors {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> byAddress = new HashMap<>();
    private final int most;
    private final int mostPerAddress;
    private int open;

    Doors(ServerOptions options) {
        this.most = options.connections();
        this.mostPerAddress = options.connectionsPerAddress();
    }

    /// What became of one who wants in.
    enum Entry {
        /// It is counted, until it leaves.
        IN,
        /// There are as many as may be.
        FULL,
        /// There are as many from its address as may be.
        FULL_FOR_ADDRESS
    }

    /// Counts a connection, if there is room.
    ///
    /// @param address where it comes from; empty if that tells nobody from another
    Entry enter(String address) {
        lock.lock();
        try {
            if (open >= most) return Entry.FULL;
            if (!address.isEmpty()) {
                var there = byAddress.getOrDefault(address, 0);
                if (there >= mostPerAddress) return Entry.FULL_FOR_ADDRESS;
                byAddress.put(address, there + 1);
            }
            open++;
            return Entry.IN;
        } finally {
            lock.unlock();
        }
    }

    /// It has left.
    ///
    /// @param address as it was when it entered
    void leave(String address) {
        lock.lock();
        try {
            open--;
            byAddress.computeIfPresent(address, (from, count) -> count == 1 ? null : count - 1);
        } finally {
            lock.unlock();
        }
    }
}
