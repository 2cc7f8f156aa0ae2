package dev.thespis.remote;

import dev.thespis.remote.transport.Duplex;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The handshakes of a server that are in progress, each on a virtual thread of its own.
///
/// One thread begins them, and has ended before another one closes this; so none begins after that. A handshake takes
/// itself out when it is over, so those that are found here are in progress or have just ended.
final class Handshakes implements AutoCloseable {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Map<Thread, Duplex> running = new ConcurrentHashMap<>();

    /// Begins one.
    ///
    /// @param duplex closed to end it
    /// @param body shakes hands and deals with what comes of it
    void begin(Duplex duplex, Runnable body) {
        var thread = Thread.ofVirtual()
                .name("thespis-handshake-" + NUMBERS.incrementAndGet())
                .unstarted(() -> {
                    try {
                        body.run();
                    } finally {
                        running.remove(Thread.currentThread());
                    }
                });
        running.put(thread, duplex);
        thread.start();
    }

    /// Ends all of them, and waits until their threads have ended. One that has just become a peer is cut, which is
    /// what would have become of it a moment earlier.
    @Override
    public void close() {
        var interrupted = false;
        for (var entry : running.entrySet()) {
            abort(entry.getValue());
            while (true) {
                try {
                    entry.getKey().join();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private static void abort(Duplex duplex) {
        try {
            duplex.close();
        } catch (IOException e) {
            // it is being ended in any case
        }
    }
}
