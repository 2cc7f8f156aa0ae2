package dev.thespis.remote.transport;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Distributes channels among the [pollers][Poller] of the process: one for each four processors, since most of the
/// work is done elsewhere. A poller is there as long as it has channels, and a little longer.
///
/// The monitor guards which poller takes channels, so that none comes to one that has ended.
final class Pollers {
    private static final Pollers[] ALL = Stream.generate(Pollers::new)
            .limit(Math.max(1, Runtime.getRuntime().availableProcessors() / 4))
            .toArray(Pollers[]::new);

    private static final AtomicInteger TURNS = new AtomicInteger();

    private @Nullable Poller current;

    private Pollers() {}

    /// One of those among which channels are distributed.
    static Pollers next() {
        return ALL[Math.floorMod(TURNS.getAndIncrement(), ALL.length)];
    }

    /// Has a channel watched, for nothing to begin with.
    ///
    /// @param channel in non-blocking mode
    /// @param duplex is told what it is ready for
    synchronized Poller.Watched watch(SocketChannel channel, ChannelDuplex duplex) throws IOException {
        var poller = current;
        if (poller == null) {
            poller = Poller.started(this);
            current = poller;
        }
        return poller.watch(channel, duplex);
    }

    /// A poller that has no channels any more wants to end.
    ///
    /// @return false if it has got one again
    synchronized boolean retires(Poller poller) {
        if (poller.hasChannels()) return false;
        fails(poller);
        return true;
    }

    /// A poller takes no more channels.
    synchronized void fails(Poller poller) {
        if (poller.equals(current)) current = null;
    }
}
