package dev.thespis.remote;

import dev.thespis.wire.ServiceId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Decides which of several targets gets a message that is relayed.
///
/// It runs in the thread that reads a connection and must not block. One that throws, or chooses none of the targets,
/// fails the message.
@FunctionalInterface
public interface Choice {
    /// Chooses.
    ///
    /// @param message what is to be passed on
    /// @param targets at least one; those that offer the service, if that is known of any
    /// @return one of them
    Peer choose(Relayed message, List<Peer> targets);

    /// A message that is to be passed on.
    ///
    /// @param service its id
    /// @param caller where it comes from
    /// @param payload the encoded message; read-only, and of no use once the choice is made
    record Relayed(ServiceId service, Caller caller, ByteBuffer payload) {}

    /// One after the other.
    ///
    /// @return a choice with a counter of its own
    static Choice roundRobin() {
        var next = new AtomicInteger();
        return (message, targets) -> targets.get(Math.floorMod(next.getAndIncrement(), targets.size()));
    }

    /// The one with the fewest calls that wait for a reply; of those with equally few, one after the other.
    ///
    /// @return a choice with a counter of its own
    static Choice leastLoaded() {
        var next = new AtomicInteger();
        return (message, targets) -> {
            var turned = new ArrayList<>(targets);
            Collections.rotate(turned, next.getAndIncrement());
            return turned.stream().min(Comparator.comparingInt(Choice::load)).orElseThrow();
        };
    }

    private static int load(Peer target) {
        return target.connection().outbox().pendingCalls();
    }

    /// The same for messages with the same key, as long as the targets are the same.
    ///
    /// @param key taken from the encoded message; its `hashCode` decides
    /// @return a choice
    static Choice byKey(Function<? super ByteBuffer, ?> key) {
        return (message, targets) -> {
            var hash = Objects.hashCode(key.apply(message.payload()));
            return targets.get(Math.floorMod(hash, targets.size()));
        };
    }
}
