package dev.thespis.examples.chat;

import dev.thespis.actor.Address;
import dev.thespis.remote.Peer;
import dev.thespis.remote.SubscriberOptions;
import dev.thespis.remote.Subscription;
import dev.thespis.remote.Topic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A topic, and who is subscribed to it. Belongs to the hall's actor, and is touched by nobody else.
///
/// Who reads slowly loses the oldest lines, and sees by their numbers that some are missing; so nobody who publishes
/// ever waits, the hall least of all.
final class Room {
    private static final SubscriberOptions SLOW =
            SubscriberOptions.droppingOldest().withMessages(256).withBytes(128 << 10);

    private final String name;
    private final Topic topic = Topic.of(Ears.class);
    private final Address<Ears> everybody = topic.address(Ears.class);
    private final Map<String, Subscription> present = new TreeMap<>();
    private long lines;

    Room(String name) {
        this.name = name;
    }

    boolean has(String user) {
        return present.containsKey(user);
    }

    boolean isEmpty() {
        return present.isEmpty();
    }

    /// Those who are there hear of it, the one who comes is told by the answer.
    Member.Entered enter(String user, Peer peer) throws InterruptedException {
        publish(new Ears.What.Came(user));
        present.put(user, topic.subscribe(peer, SLOW));
        return new Member.Entered(List.copyOf(present.keySet()), lines);
    }

    boolean leave(String user) throws InterruptedException {
        var subscription = present.remove(user);
        if (subscription == null) return false;
        subscription.close();
        publish(new Ears.What.Gone(user));
        return true;
    }

    long say(String user, String text) throws InterruptedException {
        return publish(new Ears.What.Said(user, text));
    }

    private long publish(Ears.What what) throws InterruptedException {
        everybody.send(new Ears.Line(name, ++lines, what));
        return lines;
    }

    void close() {
        topic.close();
    }
}
