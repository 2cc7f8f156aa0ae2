package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Events;
import dev.thespis.actor.SendException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The subscribers of a topic, and the line of publications before them.
///
/// ```
///   publishers ──▶ line ──(every one that is waited for has room)──▶ a queue for each subscriber ──▶ peer or actor
/// ```
///
/// A publication leaves the line for all queues at once. So all subscribers get what is published in one order,
/// publishers take turns, and what waits is bounded: in the queues by their options, in the line by the credit of
/// remote publishers and the number of local ones, who are settled only when they have left it.
///
/// All fields are guarded by the lock, which is taken before those of subscribers and connections. Nobody waits under
/// it.
final class FanOut {
    private final String name;
    private final Events<TopicEvent> events = new Events<>(TopicEvent.Missed::new);
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Publication> line = new ArrayDeque<>();
    private final Map<Object, Subscriber> subscribers = new LinkedHashMap<>();

    /// Those that were taken out, and still get what was accepted for them.
    private final Set<Subscriber> leaving = new HashSet<>();

    private boolean closed;

    /// The subscribers, side by side; null when they have changed since.
    private Subscriber @Nullable [] row;

    /// So many of the row have room for the first publication in line. They keep it, since nothing else is queued for
    /// them before: each publication looks once at each subscriber, however many wait and however often room is made.
    private int passed;

    /// The one that the first publication in line waits for. Written before its room is looked at, and read after some
    /// was made, so one of both sees the other.
    private volatile @Nullable Subscriber blocking;

    FanOut(String name) {
        this.name = name;
    }

    Events<TopicEvent> events() {
        return events;
    }

    /// Puts a publication in line.
    void publish(Publication publication) {
        if (enqueue(publication)) advance();
        else publication.settled(closedFailure());
    }

    private boolean enqueue(Publication publication) {
        lock.lock();
        try {
            if (closed) return false;
            line.add(publication);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Publishes a message if nobody has to be waited for.
    ///
    /// @return whether it is published
    /// @throws SendException if the topic is closed
    boolean tryPublish(Post post) {
        lock.lock();
        try {
            if (closed) throw new SendException(closedFailure());
            if (!line.isEmpty() || isWaitedFor(post)) return false;
            fanOut(post);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Takes a publication back.
    ///
    /// @return false if it is settled, or about to be
    boolean retract(Publication publication) {
        lock.lock();
        try {
            if (!line.remove(publication)) return false;
            lookAnew();
        } finally {
            lock.unlock();
        }
        advance(); // the next one may be of no concern to those that this one waited for
        return true;
    }

    /// A subscriber has made room.
    @SuppressWarnings("ReferenceEquality") // another one is another one
    void roomMade(Subscriber subscriber) {
        if (blocking == subscriber) advance();
    }

    private void advance() {
        for (var next = next(); next != null; next = next()) next.settled(null);
    }

    private @Nullable Publication next() {
        lock.lock();
        try {
            var first = line.peek();
            if (first == null || waits(first.post())) return null;
            line.remove();
            lookAnew();
            if (first.isWanted()) fanOut(first.post());
            return first;
        } finally {
            lock.unlock();
        }
    }

    private Subscriber[] row() {
        var now = row;
        if (now == null) row = now = subscribers.values().toArray(Subscriber[]::new);
        return now;
    }

    /// The first in line is another one, or the subscribers are others.
    private void lookAnew() {
        passed = 0;
        blocking = null;
    }

    private boolean isWaitedFor(Post post) {
        for (var subscriber : row()) if (subscriber.isWaitedFor(post)) return true;
        return false;
    }

    /// Whether the first in line has to wait.
    @SuppressWarnings("ReferenceEquality") // another one is another one
    private boolean waits(Post post) {
        var all = row();
        while (passed < all.length) {
            var next = all[passed];
            if (!next.isWaitedFor(post)) passed++;
            else if (blocking == next) return true;
            else blocking = next; // and looks once more
        }
        return false;
    }

    private void fanOut(Post post) {
        List<Subscriber> full = List.of();
        for (var subscriber : row()) {
            if (subscriber.offer(post)) continue;
            if (full.isEmpty()) full = new ArrayList<>();
            full.add(subscriber);
        }
        for (var subscriber : full) disconnect(subscriber);
    }

    private void disconnect(Subscriber subscriber) {
        var options = subscriber.options();
        var reason = "too slow for topic " + name + ": more than messages=" + options.messages() + " or bytes="
                + options.bytes() + " were waiting";
        take(subscriber, lost -> new TopicEvent.Disconnected(subscriber, reason, lost + 1));
        subscriber.cut();
        subscriber.outlet().disconnect(reason);
    }

    /// Takes one out of those who get what is published.
    private void take(Subscriber subscriber, LongFunction<TopicEvent> farewell) {
        subscribers.remove(subscriber.outlet().target());
        row = null;
        lookAnew();
        leaving.add(subscriber);
        subscriber.end(farewell);
    }

    private void take(Subscriber subscriber, String reason) {
        take(subscriber, lost -> new TopicEvent.Unsubscribed(subscriber, reason, lost));
    }

    /// Adds a subscriber.
    ///
    /// @return null if it is subscribed already
    /// @throws IllegalStateException if the topic is closed
    @Nullable
    Subscriber add(Outlet outlet, SubscriberOptions options) {
        var subscriber = new Subscriber(this, outlet, options);
        lock.lock();
        try {
            if (closed) throw new IllegalStateException("topic " + name + " is closed");
            if (subscribers.putIfAbsent(outlet.target(), subscriber) != null) return null;
            outlet.begun();
            row = null;
            passed = 0;
            events.publish(new TopicEvent.Subscribed(subscriber));
        } finally {
            lock.unlock();
        }
        subscriber.watch();
        return subscriber;
    }

    /// Removes a subscriber, unless it is gone already, with what waits for it.
    void remove(Subscriber subscriber, String reason) {
        if (drain(subscriber, reason)) subscriber.cut();
    }

    /// Removes a subscriber, but not what waits for it.
    ///
    /// @return false if it is gone already
    boolean drain(Subscriber subscriber, String reason) {
        lock.lock();
        try {
            if (subscribers.get(subscriber.outlet().target()) != subscriber) return false;
            take(subscriber, reason);
        } finally {
            lock.unlock();
        }
        advance(); // perhaps it was the one that all waited for
        return true;
    }

    /// A subscriber gets nothing more, since it was removed.
    void ended(Subscriber subscriber, TopicEvent farewell) {
        var outlet = subscriber.outlet();
        lock.lock();
        try {
            var next = subscribers.get(outlet.target());
            outlet.ended(next == null ? null : next.outlet());
            events.publish(farewell);
            leaving.remove(subscriber);
        } finally {
            lock.unlock();
        }
    }

    /// What is subscribed for a peer, or an address, or was and still gets what was accepted for it.
    List<Subscriber> all(Object target) {
        lock.lock();
        try {
            return Stream.concat(subscribers.values().stream(), leaving.stream())
                    .filter(subscriber -> subscriber.outlet().target().equals(target))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    List<Subscription> subscribers() {
        lock.lock();
        try {
            return List.copyOf(subscribers.values());
        } finally {
            lock.unlock();
        }
    }

    /// Ends all subscriptions and refuses what is in line, now and later.
    ///
    /// @param wait for how long what waits for subscribers may still be handed over
    void close(Duration wait) {
        var until = System.nanoTime() + wait.toNanos();
        List<Subscriber> all;
        List<Publication> refused;
        lock.lock();
        try {
            closed = true;
            for (var subscriber : List.copyOf(subscribers.values())) take(subscriber, "the topic is closed");
            all = List.copyOf(leaving);
            refused = List.copyOf(line);
            line.clear();
        } finally {
            lock.unlock();
        }
        for (var publication : refused) publication.settled(closedFailure());
        for (var subscriber : all) subscriber.finish(until);
        events.complete();
    }

    private CallFailure closedFailure() {
        return new CallFailure.ActorStopped("topic " + name, Handled.NO);
    }
}
