package dev.thespis.cli.soak;

import dev.thespis.cli.soak.Audit.End;
import dev.thespis.cli.soak.Book.Kind;
import dev.thespis.cli.soak.Book.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Compares what was published with what subscribers have received.
///
/// The order of a topic is that in which a subscriber in the server's own process has received it. Any other one has
/// received a part of that, in the same order: a part without a gap, if it is waited for; one whose gaps are no larger
/// than what was reported as dropped, if it is not. What the own subscriber had not got yet when its process was killed
/// may have reached others as their last.
///
/// *Threading.* Used by one thread.
final class Publications {
    private static final int UNKNOWN = 0;

    private final Consumer<String> findings;
    private final Map<Integer, Book> books = new HashMap<>();

    /// The positions in the order of the topic, from 1 on, by sender and sequence number.
    private final Map<Integer, int[]> positions = new HashMap<>();

    private final List<Incarnation> incarnations = new ArrayList<>();
    private final Map<Subscription, State> subscriptions = new HashMap<>();
    private int publishedCount;
    private long heardCount;

    /// One connection of one subscriber to one topic.
    private record Subscription(Journal.What topic, int place) {}

    /// How far a subscription has been read.
    private static final class State {
        int last = UNKNOWN;

        /// How many came that the server's own subscriber has not got.
        int unknown;
    }

    /// One incarnation of the server.
    private static final class Incarnation {
        final End end;
        final int first;
        long dropped;
        long missing;

        /// The positions of each topic, in ascending order.
        final Map<Journal.What, List<Integer>> order = new HashMap<>();

        Incarnation(End end, int first) {
            this.end = end;
            this.first = first;
        }
    }

    Publications(Consumer<String> findings) {
        this.findings = findings;
    }

    void add(Book book) {
        books.put(book.sender(), book);
        positions.put(book.sender(), new int[book.count()]);
    }

    void incarnation(End end) {
        incarnations.add(new Incarnation(end, publishedCount + 1));
    }

    void published(Journal.Line line) {
        var incarnation = incarnations.getLast();
        if (line.what() == Journal.What.DROPPED) {
            incarnation.dropped += line.id();
            return;
        }
        var place = place(line.id());
        var sequence = Book.sequence(line.id());
        if (place == null) return;
        if (place[sequence] != UNKNOWN) finding("TWICE", line.id(), "was published again");
        place[sequence] = ++publishedCount;
        incarnation
                .order
                .computeIfAbsent(line.what(), topic -> new ArrayList<>())
                .add(publishedCount);
    }

    void heard(Journal.Line line) {
        heardCount++;
        var place = place(line.id());
        if (place == null) return;
        var state = subscriptions.computeIfAbsent(new Subscription(line.what(), line.place()), fresh -> new State());
        var position = place[Book.sequence(line.id())];
        if (position == UNKNOWN) {
            unknown(line, state);
            return;
        }
        if (state.unknown > 0)
            finding("LOST", line.id(), "was heard after " + state.unknown + " that nobody has published");
        if (position <= state.last) finding("ORDER", line.id(), "was heard in another order, or twice");
        else if (state.last != UNKNOWN) gap(line, state.last, position);
        state.last = Math.max(state.last, position);
    }

    private void unknown(Journal.Line line, State state) {
        state.unknown++;
        var killed = state.last == UNKNOWN
                ? incarnations.stream().anyMatch(one -> one.end == End.KILLED)
                : of(state.last).end == End.KILLED;
        if (!killed) finding("UNKNOWN", line.id(), "was heard, but not published");
    }

    private void gap(Journal.Line line, int last, int position) {
        var incarnation = of(position);
        if (incarnation != of(last)) {
            finding("ORDER", line.id(), "was heard through the connection to an earlier server");
            return;
        }
        var order = incarnation.order.get(line.what());
        if (order == null) return;
        var missing = between(order, last, position);
        if (missing == 0) return;
        if (line.what() == Journal.What.BEAT) incarnation.missing += missing;
        else finding("LOST", line.id(), "was heard without the " + missing + " that were published before it");
    }

    private static int between(List<Integer> order, int last, int position) {
        return Collections.binarySearch(order, position) - Collections.binarySearch(order, last) - 1;
    }

    private Incarnation of(int position) {
        var found = incarnations.getFirst();
        for (var one : incarnations) if (one.first <= position) found = one;
        return found;
    }

    /// The positions of the sender, null if there is no such request.
    private int @Nullable [] place(long id) {
        var place = positions.get(Book.sender(id));
        var sequence = Book.sequence(id);
        if (place != null && sequence >= 0 && sequence < place.length) return place;
        finding("UNKNOWN", id, "was published, but never sent");
        return null;
    }

    void compare() {
        for (var incarnation : incarnations)
            if (incarnation.end == End.IN_ORDER && incarnation.missing > incarnation.dropped)
                findings.accept("LOST: subscribers that may lose something miss " + incarnation.missing + ", but only "
                        + incarnation.dropped + " were reported as dropped");
        books.forEach((sender, book) -> compare(book, positions.getOrDefault(sender, new int[0])));
    }

    private void compare(Book book, int[] place) {
        for (var sequence = 0; sequence < place.length; sequence++) {
            if (book.kind(sequence) != Kind.PUBLICATION) continue;
            var outcome = book.outcome(sequence);
            if (outcome == Outcome.OPEN) finding("OPEN", book.id(sequence), "was never completed");
            if (outcome == Outcome.NOT_HANDLED && place[sequence] != UNKNOWN)
                finding("HANDLED", book.id(sequence), "was published, but its sender was told that it is not");
        }
    }

    private void finding(String kind, long id, String text) {
        findings.accept(kind + ": publication " + Book.sequence(id) + " of sender " + Book.sender(id) + " " + text);
    }

    long publishedCount() {
        return publishedCount;
    }

    long heardCount() {
        return heardCount;
    }
}
