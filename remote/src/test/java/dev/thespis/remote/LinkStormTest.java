package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.SendException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Hundreds of callers over connections that are cut and servers that are restarted; then the books of both sides are
/// compared.
final class LinkStormTest {
    private static final int CALLERS = 300;
    private static final int ROUNDS = 40;
    private static final int CUTS = 40;

    @Nested
    class InMemory extends Storm {
        InMemory() {
            super(Site.Over.MEMORY);
        }
    }

    @Nested
    class OverTcp extends Storm {
        OverTcp() {
            super(Site.Over.TCP);
        }
    }

    @Timeout(120)
    abstract static class Storm extends LinkStage {
        private final AtomicLong tickets = new AtomicLong();
        private final AtomicInteger outcomes = new AtomicInteger();

        /// How each call failed, or nothing if it was answered: those that must not be handled twice, and those that
        /// may.
        private final Map<Long, Optional<CallFailure>> payments = new ConcurrentHashMap<>();

        private final Map<Long, Optional<CallFailure>> looks = new ConcurrentHashMap<>();
        private final Queue<Integer> accepted = new ConcurrentLinkedQueue<>();
        private final Queue<Peer> peers = new ConcurrentLinkedQueue<>();

        Storm(Site.Over over) {
            super(over);
        }

        @Test
        void losesNothingRepeatsNothingAndLeavesNothingBehind() throws Exception {
            var narrow = Limits.defaults().withWindowMessages(8);
            for (var site : List.of(north, south)) {
                site.options = site.options.withPeers(site.options.peers().withLimits(narrow));
                site.start();
            }
            link = Link.open(RETRYING, peers::add, north.endpoint(), south.endpoint());
            links.add(link);
            bank = link.address(Bank.class);
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                var running = new ArrayList<Future<?>>();
                for (var i = 0; i < CALLERS; i++) running.add(callers.submit(this::caller));
                disturb();
                for (var each : running) each.get();
            }
            assertThat(outcomes).hasValue(CALLERS * ROUNDS);
            assertThat(bank.call(new Bank.Pay(0))).isZero(); // it still works
            link.close();
            north.stop();
            south.stop();
            compare();
            for (var peer : peers) {
                peer.join();
                assertThat(peer.connection().outbox().pendingCalls()).isZero();
                assertThat(peer.connection().queue().heldBytes()).isZero();
                assertThat(peer.connection().watch().isIdle()).isTrue();
            }
        }

        /// From a seed, each time that the callers have got on.
        private void disturb() throws Exception {
            var chance = new Random(4711);
            for (var i = 0; i < CUTS; i++) {
                var until = Math.min(outcomes.get() + 250, CALLERS * ROUNDS);
                Until.holds(() -> outcomes.get() >= until);
                var site = chance.nextBoolean() ? north : south;
                switch (chance.nextInt(4)) {
                    case 0 -> site.restart();
                    case 1 -> {
                        site.stop();
                        site.start();
                    }
                    default -> {
                        north.cut();
                        south.cut();
                    }
                }
            }
        }

        private Void caller() throws InterruptedException {
            for (var i = 0; i < ROUNDS; i++) {
                var ticket = tickets.incrementAndGet();
                switch (i % 5) {
                    case 0 -> pay(ticket);
                    case 1 -> look(ticket);
                    case 2 -> payAsync(ticket);
                    case 3 -> lookAsync(ticket);
                    default -> note((int) ticket);
                }
                outcomes.incrementAndGet();
            }
            return null;
        }

        private void pay(long ticket) throws InterruptedException {
            try {
                assertThat(bank.call(new Bank.Pay(ticket))).isEqualTo(ticket);
                enter(payments, ticket, Optional.empty());
            } catch (CallException e) {
                enter(payments, ticket, told(e.failure()));
            }
        }

        private void look(long ticket) throws InterruptedException {
            try {
                assertThat(bank.call(new Bank.Look(ticket))).isEqualTo(ticket);
                enter(looks, ticket, Optional.empty());
            } catch (CallException e) {
                enter(looks, ticket, told(e.failure()));
            }
        }

        private void payAsync(long ticket) throws InterruptedException {
            try {
                assertThat(bank.callAsync(new Bank.Pay(ticket)).join()).isEqualTo(ticket);
                enter(payments, ticket, Optional.empty());
            } catch (CompletionException e) {
                enter(payments, ticket, told(((CallException) e.getCause()).failure()));
            }
        }

        private void lookAsync(long ticket) throws InterruptedException {
            try {
                assertThat(bank.callAsync(new Bank.Look(ticket)).join()).isEqualTo(ticket);
                enter(looks, ticket, Optional.empty());
            } catch (CompletionException e) {
                enter(looks, ticket, told(((CallException) e.getCause()).failure()));
            }
        }

        private void note(int number) throws InterruptedException {
            try {
                bank.send(new Bank.Note(number));
                accepted.add(number);
            } catch (SendException e) {
                assertThat(e.failure().handled()).isEqualTo(Handled.NO);
            }
        }

        private static Optional<CallFailure> told(CallFailure failure) {
            assertThat(failure)
                    .isInstanceOfAny(
                            CallFailure.ConnectionLost.class,
                            CallFailure.Cancelled.class,
                            CallFailure.ActorStopped.class,
                            CallFailure.HandlerFailed.class);
            return Optional.of(failure);
        }

        private static void enter(Map<Long, Optional<CallFailure>> book, long ticket, Optional<CallFailure> outcome) {
            assertThat(book.put(ticket, outcome)).isNull();
        }

        private void compare() {
            payments.forEach((ticket, outcome) -> {
                var count = assertThat(books.count(ticket)).as("%s", outcome);
                if (outcome.isEmpty()) count.isEqualTo(1);
                else if (outcome.get().handled() == Handled.NO) count.isZero();
                else count.isLessThan(2);
            });
            looks.forEach((ticket, outcome) -> {
                assertThat(outcome).isEmpty(); // they were tried again until they were answered
                assertThat(books.count(ticket)).isPositive();
            });
            assertThat(payments.values()).contains(Optional.empty());
            var handled = List.copyOf(books.notes);
            assertThat(handled).doesNotHaveDuplicates();
            assertThat(accepted).containsAll(handled);
        }
    }
}
