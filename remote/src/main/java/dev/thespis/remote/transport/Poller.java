package dev.thespis.remote.transport;

import dev.thespis.remote.schedule.TimeSlice;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Watches channels, and tells them that they are ready.
///
/// Two threads do so by turns. A platform thread waits in the system while nothing is ready. If little has come then,
/// it
/// is dealt with right there, without waking anybody else. When there is more to do than that, which others do, the
/// platform thread leaves the watch to a virtual one, until nothing is ready any more. That one looks without waiting,
/// whenever it gets its turn among the threads that deal with what was read: the more these have to do, the more is
/// ready each time. So there are fewer changes of threads, and fewer and larger reads and writes.
///
/// *Threading.* Whoever has the watch uses the selector and the list; `away` says who that is, and hands it back.
/// Channels may come, and be armed, at any time.
final class Poller {
    /// As long as no more channels than these are ready, there is time to read here.
    private static final int CALM = 2;

    /// After so many looks in a row that have found nothing the platform thread goes on.
    private static final int LOOKS = 4;

    /// How long it waits for another channel before it ends.
    private static final long KEEP_MILLIS = TimeUnit.SECONDS.toMillis(1);

    private final Pollers owner;
    private final Selector selector;
    private final List<SelectionKey> ready = new ArrayList<>();
    private final Thread thread = new Waiting(this::run);
    private @Nullable Throwable failure;

    /// Whether the virtual thread has the watch.
    private volatile boolean away;

    private Poller(Pollers owner) throws IOException {
        this.owner = owner;
        this.selector = Selector.open();
    }

    static Poller started(Pollers owner) throws IOException {
        var poller = new Poller(owner);
        try {
            poller.thread.start();
            return poller;
        } catch (OutOfMemoryError e) { // no thread can be had
            poller.close();
            throw e;
        }
    }

    /// The thread that waits while nothing is ready.
    static final class Waiting extends Thread {
        private Waiting(Runnable work) {
            super(null, work, "thespis-poller", 0, false); // it outlives whoever needs it first
            setDaemon(true);
        }
    }

    Watched watch(SocketChannel channel, ChannelDuplex duplex) throws IOException {
        return new Watched(this, channel.register(selector, 0, duplex));
    }

    /// Keys that were cancelled while the virtual thread had the watch may still be there: they are none any more, and
    /// nobody would wake this thread for them.
    boolean hasChannels() {
        for (var key : selector.keys()) if (key.isValid()) return true;
        return false;
    }

    /// A channel that is watched.
    ///
    /// Whoever changes for what it is watched wakes the platform thread if that has the watch. If it has not, it will
    /// look at the change before it waits, to which it comes only after `away` was taken back.
    record Watched(Poller poller, SelectionKey key) {
        /// Watches for an operation.
        void arm(int operation) throws ClosedChannelException {
            try {
                key.interestOpsOr(operation);
            } catch (CancelledKeyException e) {
                throw new ClosedChannelException();
            }
            changed();
        }

        /// Watches for an operation no longer. For who has the watch.
        void disarm(int operation) {
            try {
                key.interestOpsAnd(~operation);
            } catch (CancelledKeyException e) {
                // then nothing is watched anyway
            }
        }

        /// What the channel is ready for. For who has the watch.
        int operations() {
            try {
                return key.readyOps();
            } catch (CancelledKeyException e) {
                return 0;
            }
        }

        /// The key has changed, or was cancelled.
        void changed() {
            if (!poller.away) key.selector().wakeup();
        }
    }

    private void run() {
        try {
            watch();
        } catch (IOException | RuntimeException | Error e) { // then none of its channels may wait for ever
            owner.fails(this);
            for (var key : List.copyOf(selector.keys())) fail(key);
            report(e);
        } finally {
            close();
        }
    }

    private void watch() throws IOException {
        while (true) {
            var unused = !hasChannels();
            selector.select(ready::add, unused ? KEEP_MILLIS : 0);
            Thread.interrupted(); // which is meant for nobody here, and would keep it from waiting
            if (tellAll(ready.size() <= CALM)) leaveToVirtualThread();
            if (unused && owner.retires(this)) return;
        }
    }

    /// @return whether somebody has more to do elsewhere
    private boolean tellAll(boolean calm) {
        var given = false;
        for (var key : ready) given |= tell(key, calm);
        ready.clear();
        return given;
    }

    private static boolean tell(SelectionKey key, boolean calm) {
        try {
            return duplex(key).ready(calm);
        } catch (RuntimeException | Error e) { // concerns one channel only
            fail(key);
            report(e);
            return false;
        }
    }

    private void leaveToVirtualThread() throws IOException {
        away = true;
        try {
            Thread.ofVirtual().name("thespis-poller").start(this::watchMeanwhile);
        } catch (OutOfMemoryError e) { // then this one goes on
            away = false;
            report(e);
        }
        while (away) {
            LockSupport.park(this);
            Thread.interrupted();
        }
        if (failure != null) throw new IOException("a selector has failed", failure);
    }

    private void watchMeanwhile() {
        try {
            look();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        } finally {
            away = false;
            LockSupport.unpark(thread);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // what depends on it is speed, not correctness
    private void look() throws IOException {
        var slice = new TimeSlice();
        for (var left = LOOKS; left > 0; left--) {
            Thread.yield();
            if (selector.selectNow(ready::add) > 0) left = LOOKS + 1;
            var unused = tellAll(false);
            slice.letOthersRun();
        }
    }

    private void close() {
        try {
            selector.close();
        } catch (IOException e) {
            report(e); // nobody uses it any more
        }
    }

    private static void report(Throwable e) {
        var thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        } catch (RuntimeException | Error again) {
            // a handler that fails must not harm the other channels
        }
    }

    /// What can't be watched is closed, so that nobody waits for it.
    private static void fail(SelectionKey key) {
        try {
            key.channel().close();
            duplex(key).fail();
        } catch (IOException | RuntimeException | Error e) {
            report(e);
        }
    }

    private static ChannelDuplex duplex(SelectionKey key) {
        return (ChannelDuplex) key.attachment();
    }
}
