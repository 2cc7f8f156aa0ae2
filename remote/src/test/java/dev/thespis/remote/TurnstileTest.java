package dev.thespis.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thespis.remote.transport.Transports;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What can't be seen of it from outside: who is woken, and finds nothing.
@Timeout(60)
final class TurnstileTest {
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger room = new AtomicInteger();

    /// How often it was asked how much room there is.
    private final AtomicInteger looks = new AtomicInteger();

    private final List<Integer> passed = new ArrayList<>();

    @Test
    void whoFindsNothingLeftHasItsOldPlaceAgain() throws Exception {
        var ends = Transports.memory();
        try (var peer = Peer.connect(ends.getFirst(), PeerOptions.defaults(), fresh -> {})) {
            ends.getLast().close();
            var turnstile = new Turnstile(new CreditWaits(peer.connection(), lock), this::look);
            var threads = new ArrayList<Thread>();
            for (var i = 0; i < 4; i++) {
                threads.add(pass(turnstile, i));
                JoinedPeers.awaitParked(threads.getLast());
            }

            var before = open(turnstile, 2, 0);
            Until.holds(() -> looks.get() == before + 2); // two have been woken, and found nothing
            for (var thread : threads) {
                open(turnstile, 1, 1);
                thread.join();
            }

            assertThat(passed).containsExactly(0, 1, 2, 3);
            assertThat(turnstile.isBusy()).isFalse();
        }
    }

    private int look() {
        looks.incrementAndGet();
        return room.get();
    }

    private Thread pass(Turnstile turnstile, int number) {
        return JoinedPeers.start(() -> {
            lock.lock();
            try {
                var failure = turnstile.pass(Patience.ENDLESS);
                passed.add(number);
                room.decrementAndGet();
                return failure;
            } finally {
                lock.unlock();
            }
        });
    }

    /// @return how many looks there have been
    private int open(Turnstile turnstile, int before, int after) {
        lock.lock();
        try {
            room.set(before);
            turnstile.opened();
            room.set(after);
            return looks.get();
        } finally {
            lock.unlock();
        }
    }
}
