package dev.thespis.cli.soak;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.SendException;
import dev.thespis.cli.soak.Book.Kind;
import dev.thespis.cli.soak.Book.Outcome;
import dev.thespis.cli.soak.Ledger.Receipt;
import dev.thespis.remote.Capability;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sends and calls, this and that, and enters in its book what it is told.
///
/// *Threading.* Used by one thread; futures are completed in others.
final class Sender {
    private static final int OUTSTANDING = 32;
    private static final long SLACK_NANOS = Duration.ofSeconds(20).toNanos();
    private static final int LONGEST_LINGER_MILLIS = 200;
    private static final int SHORTEST_DEADLINE_MILLIS = 5;
    private static final int LONGEST_DEADLINE_MILLIS = 8_000;

    private final Book book;
    private final Random chance;
    private final Tally tally;
    private final Semaphore outstanding = new Semaphore(OUTSTANDING);

    /// Those that may be cancelled.
    private final Deque<CompletableFuture<?>> futures = new ArrayDeque<>();

    Sender(Book book, Random chance, Tally tally) {
        this.book = book;
        this.chance = chance;
        this.tally = tally;
    }

    Book book() {
        return book;
    }

    /// Any one of them.
    void any(Address<Ledger> ledger, Address<Ledger.Witness> guest) throws InterruptedException {
        var lot = chance.nextInt(100);
        if (lot < 30) send(ledger);
        else if (lot < 55) call(ledger);
        else if (lot < 75) async(ledger);
        else if (lot < 90) look(ledger);
        else if (lot < 95) linger(ledger);
        else meet(ledger, guest);
    }

    void send(Address<Ledger> ledger) throws InterruptedException {
        var id = book.begin(Kind.SEND);
        try {
            ledger.send(new Ledger.Enter(id, Cargo.of(id, Cargo.size(chance))));
            book.end(id, Outcome.ACCEPTED);
        } catch (SendException e) {
            failed(id, e.failure());
        }
        tally.done(Kind.SEND);
    }

    /// Calls with a deadline, that may be too short.
    void call(Address<Ledger> ledger) throws InterruptedException {
        var id = book.begin(Kind.CALL);
        receipt(id, ledger, new Ledger.Enter(id, Cargo.of(id, Cargo.size(chance))), deadline());
        tally.done(Kind.CALL);
    }

    private void look(Address<Ledger> ledger) throws InterruptedException {
        var id = book.begin(Kind.LOOK);
        receipt(id, ledger, new Ledger.Look(id, Cargo.of(id, Cargo.size(chance))), deadline());
        tally.done(Kind.LOOK);
    }

    private Duration deadline() {
        return Duration.ofMillis(chance.nextInt(SHORTEST_DEADLINE_MILLIS, LONGEST_DEADLINE_MILLIS));
    }

    private void receipt(
            long id, Address<Ledger> ledger, dev.thespis.actor.Message<Ledger, Receipt> message, Duration deadline)
            throws InterruptedException {
        var start = System.nanoTime();
        try {
            var receipt = ledger.call(message, deadline);
            check(id, receipt);
            book.end(id, Outcome.ANSWERED);
        } catch (CallException e) {
            failed(id, e.failure());
        }
        late(id, start, deadline);
    }

    private void check(long id, Receipt receipt) {
        if (receipt.id() != id || !Cargo.belongsTo(id, receipt.cargo()))
            tally.finding("DAMAGED: the answer to " + id + " is that to " + receipt.id());
    }

    private void late(long id, long start, Duration deadline) {
        var over = System.nanoTime() - start - deadline.toNanos();
        if (over > SLACK_NANOS)
            tally.finding("LATE: request " + Book.sequence(id) + " of sender " + Book.sender(id)
                    + " has outlived its deadline by " + TimeUnit.NANOSECONDS.toMillis(over) + " ms");
    }

    /// Calls without waiting; now and then, one of those that wait is cancelled.
    void async(Address<Ledger> ledger) throws InterruptedException {
        if (!outstanding.tryAcquire(2, TimeUnit.MINUTES)) {
            tally.finding("HANGS: calls of sender " + book.sender() + " are not completed");
            return;
        }
        var id = book.begin(Kind.ASYNC);
        var start = System.nanoTime();
        try {
            var future = ledger.callAsync(new Ledger.Enter(id, Cargo.of(id, Cargo.size(chance))));
            var unused = future.whenComplete((receipt, thrown) -> completed(id, start, receipt, thrown));
            futures.addLast(future);
        } catch (CallException e) {
            completed(id, start, null, e);
        }
        if (futures.size() > OUTSTANDING) futures.removeFirst();
        if (chance.nextInt(20) == 0) futures.removeLast().cancel(true);
        tally.done(Kind.ASYNC);
    }

    /// Keeps nothing of what has been completed.
    void rest() {
        futures.clear();
    }

    private void completed(long id, long start, @Nullable Receipt receipt, @Nullable Throwable thrown) {
        outstanding.release();
        if (receipt != null) {
            check(id, receipt);
            book.end(id, Outcome.ANSWERED);
        } else if (cause(thrown) instanceof CallException e) {
            failed(id, e.failure());
        } else { // cancelled by us
            book.end(id, Outcome.MAYBE);
        }
        late(id, start, Roads.CALL_DEADLINE);
    }

    private static @Nullable Throwable cause(@Nullable Throwable thrown) {
        return thrown instanceof CompletionException ? thrown.getCause() : thrown;
    }

    private void linger(Address<Ledger> ledger) throws InterruptedException {
        var id = book.begin(Kind.LINGER);
        var deadline = Duration.ofMillis(1 + chance.nextInt(LONGEST_LINGER_MILLIS));
        var start = System.nanoTime();
        try {
            var unused = ledger.call(new Ledger.Linger(id, chance.nextInt(LONGEST_LINGER_MILLIS)), deadline);
            book.end(id, Outcome.ANSWERED);
        } catch (CallException e) {
            failed(id, e.failure());
        }
        late(id, start, deadline);
        tally.done(Kind.LINGER);
    }

    private void meet(Address<Ledger> ledger, Address<Ledger.Witness> guest) throws InterruptedException {
        var id = book.begin(Kind.MEET);
        try {
            Address<Ledger.Desk> desk = ledger.call(new Ledger.Meet(id, guest));
            book.end(id, Outcome.ANSWERED);
            ask(desk);
            if (chance.nextBoolean()) Capability.release(desk); // else the collector does
        } catch (CallException e) {
            failed(id, e.failure());
        }
        tally.done(Kind.MEET);
    }

    private void ask(Address<Ledger.Desk> desk) throws InterruptedException {
        var id = book.begin(Kind.ASK);
        try {
            if (desk.call(new Ledger.Desk.Ask(id)) != id) tally.finding("DAMAGED: the answer to " + id);
            book.end(id, Outcome.ANSWERED);
        } catch (CallException e) {
            failed(id, e.failure());
        }
        tally.done(Kind.ASK);
    }

    private void failed(long id, CallFailure failure) {
        book.end(id, failure);
        tally.failed(failure);
    }
}
