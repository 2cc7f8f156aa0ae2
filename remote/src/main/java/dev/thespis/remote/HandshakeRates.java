package dev.thespis.remote;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How many TLS handshakes a server has begun within a second, in all and from each address: each costs it a signature,
/// whoever asks for it. Used by the thread that accepts, alone.
///
/// Seconds follow each other without overlapping, so at the border of two of them there may be twice as many. What is
/// kept of addresses is forgotten with the second; there are never more of them than handshakes may be in all.
final class HandshakeRates {
    private final int most;
    private final int mostFromAddress;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private long startNanos;
    private int count;

    HandshakeRates(ServerOptions options, long nowNanos) {
        this.most = options.handshakes();
        this.mostFromAddress = options.handshakesPerAddress();
        this.startNanos = nowNanos;
    }

    /// What became of one who wants to shake hands.
    enum Entry {
        /// It is counted.
        IN,
        /// There were as many in this second as may be.
        TOO_MANY,
        /// There were as many from its address.
        TOO_MANY_FROM_ADDRESS
    }

    /// Counts a handshake, unless there were too many. One that is refused does not count: whoever tries too often
    /// takes nothing from the others.
    ///
    /// @param address where it comes from; empty if that tells nobody from another
    Entry enter(String address, long nowNanos) {
        if (nowNanos - startNanos >= TimeUnit.SECONDS.toNanos(1)) {
            startNanos = nowNanos;
            count = 0;
            byAddress.clear();
        }
        if (!address.isEmpty()) {
            var there = byAddress.getOrDefault(address, 0);
            if (there >= mostFromAddress) return Entry.TOO_MANY_FROM_ADDRESS;
            if (count >= most) return Entry.TOO_MANY;
            byAddress.put(address, there + 1);
        } else if (count >= most) return Entry.TOO_MANY;
        count++;
        return Entry.IN;
    }
}
