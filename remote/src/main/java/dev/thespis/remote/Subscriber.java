package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.SendException;
import dev.thespis.remote.schedule.TimeSlice;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// One who gets what is published to a topic: its queue, and the thread that empties it.
///
/// A virtual thread runs only while something is queued, and once more at the end; it is the one that waits, for the
/// peer's credit or for room in the actor's mailbox. Everything is guarded by the lock, but that wait is not under it.
///
/// ```
///         end                          the queue is empty
///  OPEN ───────► what waits goes on ───────────────────────► the thread tells that it has ended
///                        │ cut                                   ▲
///                        └── what waits is lost, and counted ────┘
/// ```
final class Subscriber implements Subscription, Ending.Draining {
    private final FanOut topic;
    private final Outlet outlet;
    private final SubscriberOptions options;
    private final Runnable onGone = this::gone;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Post> queue = new ArrayDeque<>(0);
    private long bytes;
    private boolean losing;
    private long untoldCount;
    private long lost;
    private @Nullable Thread sender;

    /// What is told when all is over, by the number of those lost; null as long as it takes more.
    private @Nullable LongFunction<TopicEvent> farewell;

    Subscriber(FanOut topic, Outlet outlet, SubscriberOptions options) {
        this.topic = topic;
        this.outlet = outlet;
        this.options = options;
    }

    Outlet outlet() {
        return outlet;
    }

    SubscriberOptions options() {
        return options;
    }

    /// Ends with its outlet from here on.
    void watch() {
        outlet.watch(this, onGone);
        if (!isOpen()) outlet.forget(this, onGone); // it has ended meanwhile
    }

    /// Whether a publication has to wait until this subscriber has room.
    boolean isWaitedFor(Post post) {
        if (options.whenFull() != SubscriberOptions.WhenFull.WAIT || !outlet.takes(post)) return false;
        lock.lock();
        try {
            return farewell == null && !hasRoom();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom() {
        return queue.size() < options.messages() && bytes < options.bytes();
    }

    /// Queues a message. Never waits.
    ///
    /// @return false if there is no room, and there ought to have been
    boolean offer(Post post) {
        if (!outlet.takes(post)) return true;
        lock.lock();
        try {
            if (farewell != null) return true;
            switch (options.whenFull()) {
                case WAIT -> {} // there is room, or it would not have its turn
                case DROP_OLDEST -> makeRoom();
                case DISCONNECT -> {
                    if (!hasRoom()) return false;
                }
            }
            post.keep();
            queue.add(post);
            bytes += post.size();
            if (sender == null) sender = start();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Thread start() {
        return Thread.ofVirtual()
                .name("thespis-topic-" + outlet.name())
                .inheritInheritableThreadLocals(false)
                .start(this::run);
    }

    private void makeRoom() {
        var before = untoldCount;
        while (!hasRoom()) {
            var oldest = queue.remove();
            bytes -= oldest.size();
            oldest.done();
            untoldCount++;
        }
        if (losing || untoldCount == before) return;
        losing = true;
        tell();
    }

    private void tell() {
        if (untoldCount > 0) topic.events().publish(new TopicEvent.Dropped(this, untoldCount));
        untoldCount = 0;
    }

    private @Nullable Post take() {
        Post post;
        lock.lock();
        try {
            tell();
            losing = false;
            post = queue.poll();
            if (post != null) bytes -= post.size();
            else if (farewell == null) sender = null;
            return post;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        var slice = new TimeSlice();
        for (var post = take(); post != null; post = take()) {
            handOver(post);
            post.done();
            slice.letOthersRun();
        }
        if (sender() == Thread.currentThread()) tellOfEnd();
    }

    /// What is published may make a class of ours, or of the user's, fail in any way: no message ends the thread.
    private void handOver(Post post) {
        try {
            topic.roomMade(this);
            outlet.deliver(post);
        } catch (InterruptedException e) {
            lose(); // it was cut, so the queue is empty: the thread ends too
        } catch (SendException e) {
            if (isFinal(e.failure())) lastUndelivered(e.failure());
            else undelivered(post, e);
        } catch (Exception | Error e) {
            undelivered(post, e);
        }
    }

    private void lastUndelivered(CallFailure failure) {
        lose();
        topic.remove(this, failure.describe());
        cut(); // if it had ended already
    }

    private void lose() {
        lock.lock();
        try {
            lost++;
        } finally {
            lock.unlock();
        }
    }

    private void undelivered(Post post, Throwable cause) {
        topic.events().publish(new TopicEvent.Undelivered(this, post.service.name(), cause));
    }

    private static boolean isFinal(CallFailure failure) {
        return failure instanceof CallFailure.ConnectionLost || failure instanceof CallFailure.ActorStopped;
    }

    /// Takes nothing any more. What waits goes on waiting, until it is [#cut]. Called once, by the topic.
    ///
    /// @param event what is told when nothing waits any more
    void end(LongFunction<TopicEvent> event) {
        lock.lock();
        try {
            tell();
            farewell = event;
            if (sender == null) sender = start();
        } finally {
            lock.unlock();
        }
        outlet.forget(this, onGone);
    }

    /// Gives up what waits, once it has ended.
    void cut() {
        lock.lock();
        try {
            lost += queue.size();
            queue.forEach(Post::done);
            queue.clear();
            bytes = 0;
            if (sender != null && sender != Thread.currentThread()) sender.interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void tellOfEnd() {
        TopicEvent event;
        lock.lock();
        try {
            event = Objects.requireNonNull(farewell).apply(lost);
        } finally {
            lock.unlock();
        }
        topic.ended(this, event);
    }

    @Override
    public boolean isBusy() {
        return sender() != null;
    }

    @Override
    public void takeNoMore() {
        topic.drain(this, outlet.ending());
    }

    /// Waits until what was accepted is handed over, but no longer than that; then it is cut.
    @Override
    public void finish(long untilNanos) {
        awaitSender(untilNanos - System.nanoTime());
        cut();
        awaitSender();
    }

    /// It takes nothing any more. Must not wait.
    void leave() {
        topic.remove(this, "it exposes nothing any more that takes what is published");
    }

    /// A peer has not ended before what it has started has. Who tells that an actor has stopped must not wait.
    private void gone() {
        topic.remove(this, outlet.ending());
        if (outlet instanceof Outlet.ToPeer) awaitSender();
    }

    @Override
    public void close() {
        topic.remove(this, "it was closed");
        cut(); // if it was ending already
        awaitSender();
    }

    /// Waits until what is just being handed over is handed over, or given up: an interrupt has seen to it that this is
    /// soon.
    private void awaitSender() {
        awaitSender(Long.MAX_VALUE);
    }

    private void awaitSender(long nanos) {
        var thread = sender();
        if (thread == null || thread == Thread.currentThread()) return;
        var from = System.nanoTime();
        var interrupted = false;
        for (var left = nanos; left > 0; left = nanos - (System.nanoTime() - from)) {
            try {
                if (thread.join(Duration.ofNanos(left))) break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private @Nullable Thread sender() {
        lock.lock();
        try {
            return sender;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String name() {
        return outlet.name();
    }

    @Override
    public boolean isOpen() {
        lock.lock();
        try {
            return farewell == null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "Subscription[" + name() + "]";
    }
}
