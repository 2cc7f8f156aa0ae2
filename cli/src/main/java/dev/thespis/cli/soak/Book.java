package dev.thespis.cli.soak;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import java.util.Arrays;

/// What one sender was told of each of its requests, by sequence number. A byte for each, since there are millions.
///
/// *Threading.* Guarded by this: requests begin in one thread, and end in any.
final class Book {
    private static final int SEQUENCE_BITS = 32;

    /// How requests of this sender go out, which decides what is promised of their order.
    enum Way {
        /// Over a link: what is tried again comes in its turn.
        LINK,
        /// Over a peer of its own each time: nothing is tried again.
        PEER
    }

    /// What kind of a request it is.
    enum Kind {
        CALL(0),
        SEND(1),
        ASYNC(2),
        LOOK(3),
        LINGER(4),
        MEET(5),
        ASK(6),
        PUBLICATION(7);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /// What has become of a request.
    enum Outcome {
        /// Nothing yet.
        OPEN(0),
        /// A call was answered: it was handled once.
        ANSWERED(1),
        /// A send was accepted, over a connection that may be lost: it was handled once at most.
        ACCEPTED(2),
        /// A send was accepted, over a connection that has ended in order: it was handled once.
        PROMISED(3),
        /// It was not handled.
        NOT_HANDLED(4),
        /// It was handled once at most.
        MAYBE(5);

        private final int code;

        Outcome(int code) {
            this.code = code;
        }
    }

    private static final int CODES = 16;
    private static final Kind[] KINDS = new Kind[CODES];
    private static final Outcome[] OUTCOMES = new Outcome[CODES];

    static {
        for (var kind : Kind.values()) KINDS[kind.code] = kind;
        for (var outcome : Outcome.values()) OUTCOMES[outcome.code] = outcome;
    }

    private final int sender;
    private final Way way;

    /// The code of the kind times 16, and that of the outcome, by sequence number.
    private byte[] entries = new byte[1_024];

    private int count;
    private int open;
    private int completedTwice;

    Book(int sender, Way way) {
        this.sender = sender;
        this.way = way;
    }

    static int sender(long id) {
        return (int) (id >>> SEQUENCE_BITS);
    }

    static int sequence(long id) {
        return (int) id;
    }

    int sender() {
        return sender;
    }

    long id(int sequence) {
        return ((long) sender << SEQUENCE_BITS) | sequence;
    }

    /// Enters a request that is about to go out.
    ///
    /// @return its id
    synchronized long begin(Kind kind) {
        if (count == entries.length) entries = Arrays.copyOf(entries, 2 * count);
        entries[count] = (byte) (kind.code << 4);
        open++;
        return id(count++);
    }

    /// Enters what has become of a request.
    synchronized void end(long id, Outcome outcome) {
        var sequence = sequence(id);
        if (outcome(sequence) != Outcome.OPEN) {
            completedTwice++;
            return;
        }
        set(sequence, outcome);
        open--;
    }

    /// Enters why a request has failed.
    void end(long id, CallFailure failure) {
        end(id, failure.handled() == Handled.NO ? Outcome.NOT_HANDLED : Outcome.MAYBE);
    }

    /// The connection that these sends were accepted on has ended in order.
    synchronized void promise(int from, int to) {
        for (var sequence = from; sequence < to; sequence++)
            if (outcome(sequence) == Outcome.ACCEPTED) set(sequence, Outcome.PROMISED);
    }

    private void set(int sequence, Outcome outcome) {
        entries[sequence] = (byte) ((entries[sequence] & 0xF0) | outcome.code);
    }

    synchronized int count() {
        return count;
    }

    synchronized int open() {
        return open;
    }

    synchronized int completedTwice() {
        return completedTwice;
    }

    synchronized Kind kind(int sequence) {
        return KINDS[(entries[sequence] >> 4) & 0xF];
    }

    synchronized Outcome outcome(int sequence) {
        return OUTCOMES[entries[sequence] & 0xF];
    }

    /// Whether what goes over one connection is handled in the order of the sequence numbers.
    boolean isOrdered(int sequence) {
        return switch (kind(sequence)) {
            case CALL, SEND -> true;
            case ASYNC -> way == Way.PEER; // over a link, it may be tried again after others
            case LOOK -> way == Way.PEER;
            case LINGER, MEET, ASK, PUBLICATION -> false; // handled beside others
        };
    }
}
