package dev.thespis.remote;

import java.util.HashMap;
import java.util.List;

/// Finds the target of a key, whatever other targets there are.
final class ByKey {
    private ByKey() {}

    static Peer heaviest(int key, List<Peer> targets) {
        var alike = new HashMap<String, Integer>();
        var best = targets.getFirst();
        var most = Long.MIN_VALUE;
        for (var target : targets) {
            var name = target.name();
            var weight = weight(key, name.hashCode(), alike.merge(name, 1, Integer::sum));
            if (weight > most) {
                most = weight;
                best = target;
            }
        }
        return best;
    }

    /// The finalizer of MurmurHash3 (A. Appleby, in the public domain), each number after the other.
    private static long weight(int... numbers) {
        var hash = 0L;
        for (var number : numbers) {
            hash = (hash ^ number) * 0xff51afd7ed558ccdL;
            hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
            hash ^= hash >>> 33;
        }
        return hash;
    }
}
