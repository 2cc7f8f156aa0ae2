package dev.thespis.remote.transport;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Watches channels, and tells them that they are ready, on a thread that is there while it has any.
///
/// There is one for each four processors, since most of the work is done elsewhere.
///
/// *Threading.* The monitor guards which selector is in use, so that no channel comes to one that is given up. Whatever
/// is called on the thread must neither wait nor take long, as all channels wait for it.
final class Poller {
    private static final Poller[] ALL = Stream.generate(Poller::new)
            .limit(Math.max(1, Runtime.getRuntime().availableProcessors() / 4))
            .toArray(Poller[]::new);

    private static final AtomicInteger TURNS = new AtomicInteger();

    /// As long as no more channels than these have something to read, the thread has time to read it itself.
    private static final int CALM = 2;

    /// How long the thread waits for another channel before it ends.
    private static final long KEEP_MILLIS = TimeUnit.SECONDS.toMillis(1);

    private @Nullable Selector selector;

    private Poller() {}

    /// Registers a channel with one of all, for nothing to begin with.
    ///
    /// @param channel not blocking
    /// @param duplex is told what it is ready for
    static SelectionKey register(SocketChannel channel, ChannelDuplex duplex) throws IOException {
        return ALL[Math.floorMod(TURNS.getAndIncrement(), ALL.length)].add(channel, duplex);
    }

    private synchronized SelectionKey add(SocketChannel channel, ChannelDuplex duplex) throws IOException {
        var used = selector;
        if (used == null) {
            used = Selector.open();
            start(used);
            selector = used;
        }
        return channel.register(used, 0, duplex);
    }

    private void start(Selector used) {
        var thread = Thread.ofPlatform()
                .name("thespis-poller")
                .daemon()
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> run(used));
        thread.setContextClassLoader(null);
        thread.start();
    }

    private void run(Selector used) {
        try {
            watch(used);
        } catch (IOException | RuntimeException | Error e) { // none of its channels is to wait for ever
            giveUp(used);
            for (var key : List.copyOf(used.keys())) duplex(key).fail();
            report(e);
        } finally {
            close(used);
        }
    }

    private void watch(Selector used) throws IOException {
        var ready = new ArrayList<SelectionKey>();
        while (true) {
            var unused = used.keys().isEmpty();
            used.select(ready::add, unused ? KEEP_MILLIS : 0);
            for (var key : ready) tell(key, ready.size() <= CALM);
            ready.clear();
            if (unused && isGivenUp(used)) return;
        }
    }

    private static void tell(SelectionKey key, boolean calm) {
        try {
            duplex(key).ready(calm);
        } catch (RuntimeException | Error e) { // concerns one channel only
            duplex(key).fail();
            report(e);
        }
    }

    private static void report(Throwable e) {
        var thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }

    private synchronized boolean isGivenUp(Selector used) {
        if (used.keys().isEmpty()) giveUp(used);
        return !used.equals(selector);
    }

    private synchronized void giveUp(Selector used) {
        if (used.equals(selector)) selector = null;
    }

    private static void close(Selector used) {
        try {
            used.close();
        } catch (IOException e) {
            report(e); // nobody uses it any more
        }
    }

    private static ChannelDuplex duplex(SelectionKey key) {
        return (ChannelDuplex) key.attachment();
    }
}
