package dev.thespis.remote;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Decodes what is so long that the reader would be held up by it.
///
/// What is to stay in order with a request that is being decoded queues behind it, and is delivered after it by the
/// same thread, which ends when nothing is left. Everything else passes: what is queued has credit, so that is bounded
/// as any other requests that are unfinished.
///
/// All is guarded by the monitor; `busy` may be looked at without. The reader alone begins them, so it may pass when
/// there is none.
final class Unpacking {
    private final Consumer<Throwable> whenBroken;
    private Map<Object, ArrayDeque<Inbound>> queues = Map.of();
    private List<Thread> threads = List.of();
    private volatile int busy;

    /// @param whenBroken takes what a thread can't go on after
    Unpacking(Consumer<Throwable> whenBroken) {
        this.whenBroken = whenBroken;
    }

    /// Sends a request on its way, at once or when what it is to come behind has been decoded. For the reader.
    void deliver(Inbound request) {
        if ((busy == 0 && !request.isEncoded()) || !queue(request)) request.deliver();
    }

    private boolean queue(Inbound request) {
        var order = request.order();
        synchronized (this) {
            var queue = queues.get(order);
            if (queue == null && !request.isEncoded()) return false;
            if (queue != null) {
                queue.add(request);
                return true;
            }
            queue = new ArrayDeque<>();
            queue.add(request);
            if (queues.isEmpty()) queues = new HashMap<>();
            queues.put(order, queue);
            busy = queues.size();
        }
        start(() -> deliverAll(order));
        return true;
    }

    private void deliverAll(Object order) {
        while (true) {
            Inbound next;
            synchronized (this) {
                var queue = queues.get(order);
                next = queue == null ? null : queue.poll();
                if (next == null) {
                    queues.remove(order);
                    busy = queues.size();
                    return;
                }
            }
            try {
                next.deliver();
            } catch (Throwable e) { // as in #start; those behind it are not to be left behind
                whenBroken.accept(e);
            }
        }
    }

    /// Does something that takes long.
    void start(Runnable work) {
        var thread = Thread.ofVirtual().name("thespis-unpacking").unstarted(() -> {
            try {
                work.run();
            } catch (Throwable e) { // no memory, or what a message's constructor threw, or a codec
                whenBroken.accept(e);
            } finally {
                ended(Thread.currentThread());
            }
        });
        begun(thread);
        thread.start();
    }

    private synchronized void begun(Thread thread) {
        if (threads.isEmpty()) threads = new ArrayList<>(1);
        threads.add(thread);
    }

    private synchronized void ended(Thread thread) {
        threads.remove(thread);
        if (threads.isEmpty()) threads = List.of();
    }

    private synchronized List<Thread> threads() {
        return List.copyOf(threads);
    }

    /// Whether the caller of this is one of its threads.
    boolean isCurrent() {
        return threads().contains(Thread.currentThread());
    }

    /// Waits until what has begun has ended.
    void await(long untilNanos) throws InterruptedException {
        for (var thread : threads()) {
            var left = Math.max(1, untilNanos - System.nanoTime());
            if (!thread.equals(Thread.currentThread())) {
                var unused = thread.join(Duration.ofNanos(left));
            }
        }
    }
}
