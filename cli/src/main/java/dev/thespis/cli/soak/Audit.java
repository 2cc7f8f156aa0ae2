package dev.thespis.cli.soak;

import dev.thespis.cli.soak.Book.Kind;
import dev.thespis.cli.soak.Book.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Compares what senders were told with what the server's journals say.
///
/// - What was answered was handled once; what was certainly not handled, never; everything else once at most. Only what
/// is idempotent may be handled again, over another connection.
/// - What one sender sent over one connection was handled in the order of sending, and nothing between two messages
/// that were handled is missing, unless its sender was told so.
/// - What was sent over connections that ended in order was handled.
///
/// *Threading.* Used by one thread, after everything has ended: first the journals of the server's incarnations, one
/// after the other, then those of its subscribers, then [#findings].
final class Audit {
    private static final int MOST_FINDINGS = 50;

    /// How an incarnation of the server has ended.
    enum End {
        IN_ORDER,
        KILLED
    }

    private final Map<Integer, Account> accounts = new HashMap<>();
    private final Publications publications = new Publications(this::finding);
    private final List<String> findings = new ArrayList<>();
    private long findingCount;
    private long handledCount;
    private int connectionCount;

    /// The numbers of connections of one incarnation, over all.
    private final Map<Integer, Integer> connections = new HashMap<>();

    /// What the server has of one sender.
    private static final class Account {
        final Book book;
        final byte[] times;

        /// The number of the connection over which each was handled last, 0 if none.
        final int[] last;

        /// The last sequence number, by connection.
        final Map<Integer, Integer> sequences = new HashMap<>();

        Account(Book book) {
            this.book = book;
            this.times = new byte[book.count()];
            this.last = new int[book.count()];
        }
    }

    Audit(List<Book> books) {
        for (var book : books) {
            accounts.put(book.sender(), new Account(book));
            publications.add(book);
        }
    }

    /// Reads what one incarnation of the server has handled.
    void incarnation(Path journal, End end) throws IOException {
        connections.clear();
        publications.incarnation(end);
        Journal.read(journal, this::served);
    }

    /// Reads what subscribers have received.
    void heard(Path journal) throws IOException {
        Journal.read(journal, line -> {
            switch (line.what()) {
                case TICK, BEAT -> publications.heard(line);
                case DAMAGED -> damaged(line.id());
                case HANDLED, DROPPED -> finding("a subscriber has noted " + line);
            }
        });
    }

    private void served(Journal.Line line) {
        switch (line.what()) {
            case HANDLED -> handled(line.id(), line.place());
            case TICK, BEAT, DROPPED -> publications.published(line);
            case DAMAGED -> damaged(line.id());
        }
    }

    private void damaged(long id) {
        finding("DAMAGED: " + described(id) + " has arrived with other bytes");
    }

    private void handled(long id, int place) {
        handledCount++;
        var account = accounts.get(Book.sender(id));
        var sequence = Book.sequence(id);
        if (account == null || sequence < 0 || sequence >= account.times.length) {
            finding("UNKNOWN: " + described(id) + " was handled, but never sent");
            return;
        }
        var connection = connections.computeIfAbsent(place, fresh -> ++connectionCount);
        count(account, sequence, connection);
        if (account.book.isOrdered(sequence)) order(account, sequence, connection);
    }

    private void count(Account account, int sequence, int connection) {
        var again = account.times[sequence] > 0;
        if (again && account.book.kind(sequence) != Kind.LOOK)
            finding("TWICE: " + described(account, sequence) + " was handled again");
        else if (again && account.last[sequence] == connection)
            finding("TWICE: " + described(account, sequence) + " was handled again over the same connection");
        if (account.times[sequence] < Byte.MAX_VALUE) account.times[sequence]++;
        account.last[sequence] = connection;
    }

    private void order(Account account, int sequence, int connection) {
        var before = account.sequences.get(connection);
        if (before != null && sequence <= before) {
            finding("ORDER: " + described(account, sequence) + " was handled after " + before
                    + ", which was sent later over the same connection");
            return;
        }
        account.sequences.put(connection, sequence);
        if (before == null) return;
        for (var between = before + 1; between < sequence; between++)
            if (account.book.isOrdered(between) && wasTaken(account.book.outcome(between)))
                finding("LOST: " + described(account, between) + " was not handled, but " + before + " and " + sequence
                        + " were, over the same connection");
    }

    private static boolean wasTaken(Outcome outcome) {
        return switch (outcome) {
            case ANSWERED, ACCEPTED, PROMISED -> true;
            case OPEN, NOT_HANDLED, MAYBE -> false;
        };
    }

    /// Compares the outcomes.
    ///
    /// @return what does not fit; empty if everything does
    List<String> findings() {
        accounts.values().forEach(this::compare);
        publications.compare();
        if (findingCount > findings.size())
            findings.add("and " + (findingCount - findings.size()) + " more that are not printed");
        return List.copyOf(findings);
    }

    private void compare(Account account) {
        var book = account.book;
        if (book.completedTwice() > 0)
            finding("TWICE: " + book.completedTwice() + " requests of sender " + book.sender()
                    + " were completed again");
        for (var sequence = 0; sequence < account.times.length; sequence++) {
            if (book.kind(sequence) == Kind.PUBLICATION) continue;
            var times = account.times[sequence];
            var described = described(account, sequence);
            switch (book.outcome(sequence)) {
                case OPEN -> finding("OPEN: " + described + " was never completed");
                case ANSWERED -> {
                    if (times == 0) finding("LOST: " + described + " was answered, but not handled");
                }
                case PROMISED -> {
                    if (times == 0) finding("LOST: " + described + " was not handled");
                }
                case NOT_HANDLED -> {
                    if (times > 0) finding("HANDLED: " + described + " was handled");
                }
                case ACCEPTED, MAYBE -> {} // once at most, which was looked at before
            }
        }
    }

    private void finding(String text) {
        findingCount++;
        if (findings.size() < MOST_FINDINGS) findings.add(text);
    }

    long handledCount() {
        return handledCount;
    }

    int connectionCount() {
        return connectionCount;
    }

    long publishedCount() {
        return publications.publishedCount();
    }

    long heardCount() {
        return publications.heardCount();
    }

    private static String described(long id) {
        return "request " + Book.sequence(id) + " of sender " + Book.sender(id);
    }

    private static String described(Account account, int sequence) {
        return described(account.book.id(sequence)) + " (" + account.book.kind(sequence) + ", "
                + account.book.outcome(sequence) + ")";
    }
}
