package dev.thespis.actor;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// What delivers events to one subscriber, on a virtual thread that runs only while there is something to deliver.
///
/// ```
///            wake: starts the thread           wake
///    IDLE -----------------------------> BUSY ------> AGAIN ---+
///      ^                                  | ^                  | wake: nothing
///      +------- nothing to deliver -------+ +--- look again ---+
/// ```
///
/// So the subscriber is called by one thread at a time, and no reason to look is overlooked. It is a state and not a
/// count of reasons: a subscriber may be stuck for longer than a count lasts.
final class Subscription<E> implements Flow.Subscription, Runnable {
    private enum Work {
        IDLE,
        BUSY,
        AGAIN
    }

    private final Flow.Subscriber<? super E> subscriber;
    private final EventQueue<E> queue;
    private final Runnable leave;
    private final AtomicReference<Work> work = new AtomicReference<>(Work.IDLE);
    private final AtomicLong demand = new AtomicLong();
    private volatile boolean refused;
    private volatile boolean cancelled;

    /// Whether the subscriber knows us. Belongs to the thread that delivers, as `ended`.
    private boolean introduced;

    private boolean ended;

    Subscription(Flow.Subscriber<? super E> subscriber, EventQueue<E> queue, Runnable leave) {
        this.subscriber = subscriber;
        this.queue = queue;
        this.leave = leave;
    }

    /// There may be something to deliver. Never blocks.
    void wake() {
        if (work.getAndUpdate(now -> now == Work.IDLE ? Work.BUSY : Work.AGAIN) == Work.IDLE) {
            Thread.ofVirtual()
                    .name("thespis-events")
                    .inheritInheritableThreadLocals(false)
                    .start(this);
        }
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            refused = true;
        } else {
            demand.accumulateAndGet(count, (now, more) -> now + more < 0 ? Long.MAX_VALUE : now + more);
        }
        wake();
    }

    @Override
    public void cancel() {
        cancelled = true;
        leave.run();
        queue.complete();
        wake();
    }

    @Override
    public void run() {
        do {
            work.set(Work.BUSY);
            try {
                deliver();
            } catch (Throwable thrown) {
                // It is the subscriber that has thrown: it is dropped, and nobody else is concerned.
                ended = true;
                cancelled = true;
                leave.run();
                queue.complete();
            }
        } while (!work.compareAndSet(Work.BUSY, Work.IDLE)); // else somebody has woken us meanwhile
    }

    private void deliver() {
        if (!introduced) {
            introduced = true;
            subscriber.onSubscribe(this);
        }
        while (!ended && !cancelled) {
            if (refused) {
                ended = true;
                leave.run();
                subscriber.onError(new IllegalArgumentException("request must be for one event or more"));
            } else if (queue.isExhausted()) {
                end();
            } else if (!deliverOne()) {
                return;
            }
        }
    }

    private void end() {
        ended = true;
        Throwable failure = queue.failure();
        if (failure == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(failure);
        }
    }

    private boolean deliverOne() {
        if (demand.get() == 0) {
            return false;
        }
        E event = queue.poll();
        if (event == null) {
            return false;
        }
        demand.updateAndGet(now -> now == Long.MAX_VALUE ? now : now - 1);
        subscriber.onNext(event);
        return true;
    }
}
