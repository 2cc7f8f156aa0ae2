package dev.thespis.bench.growth;

import dev.thespis.actor.Address;
import dev.thespis.actor.Nursery;
import dev.thespis.bench.load.Callers;
import dev.thespis.bench.load.Client;
import dev.thespis.bench.load.Times;
import dev.thespis.bench.ours.Thespis;
import dev.thespis.remote.Peer;
import dev.thespis.remote.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Subscribers of a topic in the server process, each with a connection. The publisher waits while one of them is full.
final class Subscribers implements Subject {
    private static final int LOOK_EVERY = 16;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Nursery nursery = Nursery.open("readers");
    private final LongAdder read = new LongAdder();
    private final int port;
    private final Peer publisher;
    private final Address<Bulletin> bulletin;
    private final List<Peer> peers = new ArrayList<>();
    private long published;
    private long expected;

    Subscribers(int port) throws Exception {
        this.port = port;
        this.publisher = Thespis.plain().dial(port);
        this.bulletin = publisher.address(Bulletin.class);
    }

    @Override
    public void resize(int size) throws Exception {
        while (peers.size() < size) {
            var peer = Thespis.plain().dial(port);
            peers.add(peer);
            var unused =
                    Topic.join(peer, Bulletin.class, nursery.spawn(Bulletin.class, () -> new Bulletin.Reader(read)));
        }
        while (peers.size() > size) peers.removeLast().close();
    }

    @Override
    public long work(long untilNanos) throws Exception {
        var before = published;
        do {
            for (var n = 0; n < LOOK_EVERY; n++) publish();
        } while (System.nanoTime() - untilNanos < 0);
        await(1_000_000);
        return published - before;
    }

    /// Until each has got what was published.
    @Override
    public void single(Times times, long untilNanos) throws Exception {
        var unused = Callers.timed(times, untilNanos, (caller, turn) -> {
            publish();
            await(1_000);
        });
    }

    private void publish() throws InterruptedException {
        bulletin.send(new Bulletin.Flash(published, Client.TAG));
        published++;
        expected += peers.size();
    }

    private void await(long pauseNanos) {
        var start = System.nanoTime();
        while (read.sum() != expected) {
            if (System.nanoTime() - start > PATIENCE_NANOS)
                throw new IllegalStateException("read=" + read.sum() + ", expected=" + expected);
            LockSupport.parkNanos(this, pauseNanos);
        }
    }

    @Override
    public void close() {
        for (var peer : peers) peer.close();
        publisher.close();
        nursery.close();
    }
}
