package dev.thespis.bench.fairness;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.Message;
import dev.thespis.actor.SendException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/// Virtual threads that send, or call and wait, as fast as they are let, until they are stopped.
final class Busy implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder done = new LongAdder();
    private final CountDownLatch begun;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /// One thing to do.
    private interface Step {
        void run() throws InterruptedException;
    }

    private Busy(int count, Step step) {
        begun = new CountDownLatch(count);
        for (var n = 0; n < count; n++)
            threads.add(Thread.ofVirtual().name("busy").start(() -> repeat(step)));
    }

    /// Calls again and again.
    static Busy calling(int callers, Address<Chore> address, Message<Chore, ?> message) {
        return new Busy(callers, () -> {
            var unused = address.call(message);
        });
    }

    /// Sends again and again, from one thread.
    static Busy sending(Address<Chore> address, Message<Chore, ?> message) {
        return new Busy(1, () -> address.send(message));
    }

    private void repeat(Step step) {
        var first = true;
        try {
            while (true) {
                step.run();
                done.increment();
                if (first) begun.countDown();
                first = false;
            }
        } catch (InterruptedException e) {
            // enough
        } catch (CallException | SendException e) {
            failure.compareAndSet(null, e);
            begun.countDown();
        }
    }

    /// Waits until each has done something.
    void awaitBegun() throws InterruptedException {
        begun.await();
    }

    /// How much was done so far.
    long done() {
        if (failure.get() != null) throw new IllegalStateException("the busy one failed", failure.get());
        return done.sum();
    }

    /// Stops all and waits until they have stopped.
    @Override
    public void close() {
        for (var thread : threads) thread.interrupt();
        try {
            for (var thread : threads) thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
