package dev.thespis.remote;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Idempotent;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// What the servers of links expose: one counts what must not be handled twice.
@Namespace("bank")
public interface Bank {
    Attributes.Key<String> NAME = Attributes.Key.of("name", "nobody");

    /// Moves money: twice is once too often.
    record Pay(long ticket) implements Message<Bank, Long> {}

    /// Asks.
    @Idempotent
    record Look(long ticket) implements Message<Bank, Long> {}

    record Note(int number) implements Message<Bank, Void> {}

    @Idempotent
    record Notes() implements Message<Bank, List<Integer>> {}

    /// Takes until the books are closed.
    record PaySlowly(long ticket) implements Message<Bank, Long> {}

    @Idempotent
    record LookSlowly(long ticket) implements Message<Bank, Long> {}

    record Login(String name) implements Message<Bank, Void> {}

    /// Who was here, on this connection and on the one before.
    record Who() implements Message<Bank, List<String>> {}

    /// What has been handled, in all servers of a test.
    final class Books {
        final Map<Long, AtomicInteger> handled = new ConcurrentHashMap<>();
        final ConcurrentLinkedQueue<Integer> notes = new ConcurrentLinkedQueue<>();

        /// Those that have come over each connection.
        final Map<Long, List<Integer>> notesByPeer = new ConcurrentHashMap<>();

        final AtomicInteger slow = new AtomicInteger();
        final CountDownLatch closing = new CountDownLatch(1);

        int count(long ticket) {
            var count = handled.get(ticket);
            return count == null ? 0 : count.get();
        }

        private void note(int number) {
            notes.add(number);
            notesByPeer
                    .computeIfAbsent(Caller.current().peer().id(), fresh -> new CopyOnWriteArrayList<>())
                    .add(number);
        }

        private long enter(long ticket) {
            handled.computeIfAbsent(ticket, fresh -> new AtomicInteger()).incrementAndGet();
            return ticket;
        }

        private long enterSlowly(long ticket) throws InterruptedException {
            enter(ticket);
            slow.incrementAndGet();
            closing.await();
            return ticket;
        }
    }

    /// The actor.
    record Teller(Books books) implements Actor<Bank> {
        @Override
        public Handlers<Bank> handlers() {
            return Handlers.of(Bank.class)
                    .on(Pay.class, pay -> books.enter(pay.ticket()))
                    .on(Look.class, look -> books.enter(look.ticket()))
                    .run(Note.class, note -> books.note(note.number()))
                    .on(Notes.class, ask -> List.copyOf(books.notes))
                    .concurrent(PaySlowly.class, pay -> books.enterSlowly(pay.ticket()))
                    .concurrent(LookSlowly.class, look -> books.enterSlowly(look.ticket()))
                    .run(Login.class, login -> Caller.current().attributes().set(NAME, login.name()))
                    .on(
                            Who.class,
                            ask -> List.of(
                                    Caller.current().attributes().get(NAME),
                                    Caller.current().earlier().get(NAME)));
        }
    }
}
