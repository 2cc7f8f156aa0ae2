package dev.thespis.remote;

import dev.thespis.actor.CallFailure;
import dev.thespis.actor.SendException;
import dev.thespis.remote.schedule.TimeSlice;
import dev.thespis.wire.DecodeException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One who gets what is published to a topic: its queue, and the thread that empties it.
///
/// A virtual thread runs only while something is queued; it is the one that waits, for the peer's credit or for room in
/// the actor's mailbox. Everything is guarded by the lock, but that wait is not under it.
final class Subscriber implements Subscription {
    private final FanOut topic;
    private final Outlet outlet;
    private final SubscriberOptions options;
    private final Runnable onGone = this::gone;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Post> queue = new ArrayDeque<>(0);
    private long bytes;
    private boolean losing;
    private long untoldCount;
    private @Nullable Thread sender;
    private boolean ended;

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
        outlet.whenGone(onGone);
        if (!isOpen()) outlet.forget(onGone); // it has ended meanwhile
    }

    /// Whether a publication has to wait until this subscriber has room.
    boolean isWaitedFor(Post post) {
        if (options.whenFull() != SubscriberOptions.WhenFull.WAIT || !outlet.takes(post)) return false;
        lock.lock();
        try {
            return !ended && !hasRoom();
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
            if (ended) return true;
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
            if (post == null) {
                sender = null;
                return null;
            }
            bytes -= post.size();
        } finally {
            lock.unlock();
        }
        topic.roomMade(this);
        return post;
    }

    private void run() {
        var slice = new TimeSlice();
        for (var post = take(); post != null; post = take()) {
            deliver(post);
            post.done();
            slice.letOthersRun();
        }
    }

    private void deliver(Post post) {
        try {
            outlet.deliver(post);
        } catch (InterruptedException e) {
            // It was ended, so the queue is empty: the thread ends too.
        } catch (SendException e) {
            if (isFinal(e.failure())) topic.remove(this, e.failure().describe());
            else undelivered(post, e);
        } catch (DecodeException | RuntimeException e) {
            undelivered(post, e);
        }
    }

    private void undelivered(Post post, Exception cause) {
        topic.events().publish(new TopicEvent.Undelivered(this, post.service.name(), cause));
    }

    private static boolean isFinal(CallFailure failure) {
        return failure instanceof CallFailure.ConnectionLost || failure instanceof CallFailure.ActorStopped;
    }

    /// Takes nothing any more, and gives up what waits. Called once, by the topic.
    void end() {
        lock.lock();
        try {
            tell();
            ended = true;
            queue.forEach(Post::done);
            queue.clear();
            bytes = 0;
            if (sender != null && sender != Thread.currentThread()) sender.interrupt();
        } finally {
            lock.unlock();
        }
        outlet.forget(onGone);
    }

    /// A peer has not ended before what it has started has. Who tells that an actor has stopped must not wait.
    private void gone() {
        topic.remove(this, outlet.ending());
        if (outlet instanceof Outlet.ToPeer) awaitSender();
    }

    @Override
    public void close() {
        topic.remove(this, "it was closed");
        awaitSender();
    }

    /// Waits until what is just being handed over is handed over, or given up: an interrupt has seen to it that this is
    /// soon.
    private void awaitSender() {
        var thread = sender();
        if (thread == null || thread == Thread.currentThread()) return;
        var interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
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
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "Subscription[" + name() + "]";
    }
}
