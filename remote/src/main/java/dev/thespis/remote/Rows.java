package dev.thespis.remote;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The frames of ours that go in fragments, by turns.
///
/// The other side holds what has come of each, so there are bounds that both sides know: [#MOST_REQUESTS] requests,
/// whose bytes are those of its windows, and as many replies, which together have no more bytes than its window of
/// bytes, the longest one not counted. Requests wait for their turn before they come here; replies wait here, and
/// shorter ones pass those that are too long for the moment.
///
/// Guarded by the outbox's lock.
final class Rows {
    static final int MOST_REQUESTS = 4;
    static final int MOST_REPLIES = 4;

    /// In place of one that was never needed; nothing is ever added to it.
    private static final ArrayDeque<Row> NONE = new ArrayDeque<>(0);

    private ArrayDeque<Row> going = NONE;
    private ArrayDeque<Row> waiting = NONE;
    private long replyBytes;
    private long lastNumber;
    private int requests;

    /// The other side's window of bytes.
    void replyBytes(long bytes) {
        replyBytes = bytes;
    }

    boolean isEmpty() {
        return going.isEmpty() && waiting.isEmpty();
    }

    /// Whether one more request may go.
    boolean admitsRequest() {
        return requests < MOST_REQUESTS;
    }

    void add(Row row) {
        if (row.isRequest()) {
            requests++;
            begin(row);
        } else {
            waiting = addedTo(waiting, row);
            admitReplies();
        }
    }

    private void begin(Row row) {
        row.begin(++lastNumber);
        going = addedTo(going, row);
    }

    @SuppressWarnings("ReferenceEquality") // that one alone is not to be changed
    private static ArrayDeque<Row> addedTo(ArrayDeque<Row> rows, Row row) {
        var changed = rows == NONE ? new ArrayDeque<Row>(MOST_REQUESTS) : rows;
        changed.add(row);
        return changed;
    }

    private void admitReplies() {
        if (waiting.isEmpty()) return;
        var count = going.size() - requests;
        var total = 0L;
        var longest = 0;
        for (var row : going) {
            if (row.isRequest()) continue;
            total += row.length;
            longest = Math.max(longest, row.length);
        }
        for (var each = waiting.iterator(); each.hasNext() && count < MOST_REPLIES; ) {
            var row = each.next();
            if (total + row.length - Math.max(longest, row.length) > replyBytes) continue;
            total += row.length;
            longest = Math.max(longest, row.length);
            count++;
            each.remove();
            begin(row);
        }
    }

    /// The one whose turn it is.
    @Nullable
    Row next() {
        return going.peek();
    }

    /// So much more of the row whose turn it is was taken for writing.
    void wrote(Row row, int bytes) {
        going.remove();
        row.position += bytes;
        if (row.left() > 0) going.add(row);
        else ended(row);
    }

    /// Leaves a request out that was given up.
    void remove(Row row) {
        if (going.remove(row)) ended(row);
    }

    private void ended(Row row) {
        if (row.isRequest()) requests--;
        admitReplies();
    }

    /// The requests that are on their way.
    List<Row> requests() {
        return going.stream().filter(Row::isRequest).toList();
    }

    /// How much of replies is still to be taken for writing, the longest one not counted: else a single one that is as
    /// long as all that may be unwritten would refuse all others.
    long leftReplyBytes() {
        if (isEmpty()) return 0;
        var left = 0L;
        var longest = 0;
        for (var rows : List.of(going, waiting))
            for (var row : rows) {
                if (row.isRequest()) continue;
                left += row.unwrittenBytes();
                longest = Math.max(longest, row.unwrittenBytes());
            }
        return left - longest;
    }

    /// How many bytes are held.
    long heldBytes() {
        var held = 0L;
        for (var row : going) held += row.heldBytes();
        for (var row : waiting) held += row.heldBytes();
        return held;
    }

    /// Forgets all but the requests whose senders wait: whoever ends the connection refuses those, now or in a moment.
    void forgetAccepted() {
        if (!going.isEmpty()) going.removeIf(row -> row.over == null);
        waiting = NONE;
        requests = going.size();
    }
}
