package dev.thespis.remote;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// Finds the target of a key, whatever other targets there are.
final class ByKey implements Choice {
    private final Function<? super ByteBuffer, ?> key;
    private volatile Known known = Known.of(List.of());

    /// @param key of an encoded message
    ByKey(Function<? super ByteBuffer, ?> key) {
        this.key = key;
    }

    /// What tells targets apart, found out once for many messages.
    ///
    /// @param seeds one for each target
    private record Known(List<Peer> targets, long[] seeds) {
        static Known of(List<Peer> targets) {
            var alike = new HashMap<String, Integer>();
            var seeds = targets.stream()
                    .map(Peer::name)
                    .mapToLong(name -> mixed(mixed(0, name.hashCode()), alike.merge(name, 1, Integer::sum)))
                    .toArray();
            return new Known(List.copyOf(targets), seeds);
        }
    }

    @Override
    public Peer choose(Relayed message, List<Peer> targets) {
        var now = known;
        if (!now.targets.equals(targets)) known = now = Known.of(targets);
        var hash = Objects.hashCode(key.apply(message.payload()));
        var best = 0;
        for (var n = 1; n < now.seeds.length; n++)
            if (mixed(now.seeds[n], hash) > mixed(now.seeds[best], hash)) best = n;
        return now.targets.get(best);
    }

    /// The finalizer of MurmurHash3 (A. Appleby, in the public domain), of a number on top of others.
    private static long mixed(long before, int number) {
        var hash = (before ^ number) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
