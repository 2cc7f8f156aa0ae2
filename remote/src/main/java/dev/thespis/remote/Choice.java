package dev.thespis.remote;

import dev.thespis.wire.ServiceId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
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

    /// The one with the fewest calls that wait for a reply, and requests that wait for its credit; of those with
    /// equally few, one after the other.
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
        var connection = target.connection();
        var waiting = connection.lanes().stream().mapToInt(Lane::size).sum();
        return connection.outbox().pendingCalls() + waiting;
    }

    /// The same for messages with the same key, as long as that target is there: when another one comes or goes,
    /// only those keys change their target that the new one gets, or the old one had. Targets are told apart by
    /// their names, [Peer#name], so that one which has been connected to again gets its keys back; of those with
    /// the same name, by the order in which they were added.
    ///
    /// The highest random weight wins: D. Thaler, C. Ravishankar, *Using Name-Based Mappings to Increase Hit Rates*,
    /// 1998.
    ///
    /// @param key taken from the encoded message; its `hashCode` decides
    /// @return a choice
    static Choice byKey(Function<? super ByteBuffer, ?> key) {
        return new ByKey(key);
    }
}
