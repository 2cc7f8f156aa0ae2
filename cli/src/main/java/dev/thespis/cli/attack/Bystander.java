package dev.thespis.cli.attack;

import dev.thespis.actor.CallException;
import dev.thespis.remote.Peer;
import dev.thespis.remote.RawService;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/// A well-behaved connection that calls a server all the while others attack it.
///
/// A thread of its own calls; what it has seen belongs to it until it has ended.
final class Bystander {
    private static final byte[] NULL = {(byte) 0xf6};
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final long PAUSE_NANOS = 1_000_000;
    private static final int MOST = 1 << 20;

    private final RawService service;
    private final Thread thread;
    private long[] nanos = new long[1024];
    private int count;
    private String failure = "";
    private volatile boolean over;

    /// @param peer connected; stays the caller's
    Bystander(Peer peer) {
        service = peer.service("remotes", "Show");
        thread = Thread.ofVirtual().name("bystander").start(this::run);
    }

    /// What it has seen.
    ///
    /// @param calls how many were answered
    /// @param p99Micros the time that one in a hundred took longer than
    /// @param failure why one was not answered, or nothing
    record Seen(int calls, long p99Micros, String failure) {
        boolean isWell() {
            return failure.isEmpty() && calls > 0;
        }
    }

    private void run() {
        try {
            do {
                var start = System.nanoTime();
                service.call(NULL, DEADLINE);
                add(System.nanoTime() - start);
                LockSupport.parkNanos(PAUSE_NANOS);
            } while (!over && count < MOST);
        } catch (CallException e) {
            failure = e.failure().describe();
        } catch (InterruptedException e) {
            failure = "it was interrupted";
        }
    }

    private void add(long value) {
        if (count == nanos.length) nanos = Arrays.copyOf(nanos, 2 * count);
        nanos[count++] = value;
    }

    /// Ends it, with the call that it is at.
    Seen end() throws InterruptedException {
        over = true;
        thread.join();
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        var p99 = count == 0 ? 0 : sorted[(int) (count * 0.99)];
        return new Seen(count, p99 / 1_000, failure);
    }
}
