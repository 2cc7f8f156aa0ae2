package dev.thespis.remote;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Address;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// What the tests' servers expose, and what can be seen of it from inside.
final class Stage implements AutoCloseable {
    /// The contract.
    @Namespace("stage")
    public interface Play {
        record Add(long n) implements Message<Play, Long> {}

        record Note(int n) implements Message<Play, Void> {}

        record Notes() implements Message<Play, List<Integer>> {}

        record Echo(byte[] bytes) implements Message<Play, byte[]> {}

        record Fill(int bytes) implements Message<Play, byte[]> {}

        record Fail() implements Message<Play, Void> {}

        /// Fails with an exception whose message fails too.
        record Collapse() implements Message<Play, Void> {}

        record Block() implements Message<Play, Long> {}

        /// Keeps the actor, until it is released.
        record Hold() implements Message<Play, Long> {}

        /// Waits for the release, whoever interrupts.
        record Stubborn() implements Message<Play, Long> {}

        /// Calls [Block] on the other side.
        record BlockThere() implements Message<Play, Long> {}

        record Release() implements Message<Play, Void> {}

        record CallBack(long n) implements Message<Play, Long> {}

        record Leave() implements Message<Play, Void> {}
    }

    final Nursery nursery = Nursery.open("stage");
    final AtomicInteger noted = new AtomicInteger();
    final List<Integer> echoed = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger blocked = new AtomicInteger();
    final AtomicInteger interrupted = new AtomicInteger();
    final CountDownLatch release = new CountDownLatch(1);

    /// Exposes a new actor on the peer.
    void expose(Peer peer) {
        Address<Play> address = nursery.spawn(Play.class, () -> new Player(peer));
        peer.expose(Services.of(Play.class, address));
    }

    /// A new actor.
    Address<Play> spawn(Peer peer) {
        return nursery.spawn(Play.class, () -> new Player(peer));
    }

    /// A new actor that calls nobody back.
    Address<Play> spawn() {
        return spawnIn(nursery);
    }

    /// The same in somebody else's nursery.
    Address<Play> spawnIn(Nursery other) {
        return other.spawn(Play.class, () -> new Player(null));
    }

    /// Exposes a new actor on the peer that calls back over another one.
    void expose(Peer peer, Peer onward) {
        Address<Play> address = nursery.spawn(Play.class, () -> new Player(onward));
        peer.expose(Services.of(Play.class, address));
    }

    @Override
    public void close() {
        release.countDown();
        nursery.close();
    }

    private final class Player implements Actor<Play> {
        private final Peer peer;
        private final List<Integer> notes = new ArrayList<>();
        private long total;

        Player(Peer peer) {
            this.peer = peer;
        }

        @Override
        public Handlers<Play> handlers() {
            return Handlers.of(Play.class)
                    .on(Play.Add.class, add -> total += add.n())
                    .run(Play.Note.class, note -> {
                        notes.add(note.n());
                        noted.incrementAndGet();
                    })
                    .on(Play.Notes.class, ask -> List.copyOf(notes))
                    .on(Play.Echo.class, echo -> {
                        echoed.add(echo.bytes().length);
                        return echo.bytes();
                    })
                    .on(Play.Fill.class, fill -> new byte[fill.bytes()])
                    .run(Play.Fail.class, fail -> {
                        throw new IllegalStateException("secret");
                    })
                    .run(Play.Collapse.class, collapse -> {
                        throw new IllegalStateException() {
                            @Override
                            public String getMessage() {
                                throw new UnsupportedOperationException("no message");
                            }
                        };
                    })
                    .concurrent(Play.Block.class, block -> block())
                    .on(Play.Hold.class, hold -> block())
                    .concurrent(Play.Stubborn.class, stubborn -> insist())
                    .concurrent(
                            Play.BlockThere.class,
                            there -> peer.address(Play.class).call(new Play.Block()))
                    .run(Play.Release.class, go -> release.countDown())
                    .concurrent(
                            Play.CallBack.class,
                            back -> peer.address(Play.class).call(new Play.Add(back.n())))
                    .run(Play.Leave.class, leave -> Thread.ofVirtual().start(() -> peer.close("as asked")));
        }

        private long insist() {
            blocked.incrementAndGet();
            while (true) {
                try {
                    release.await();
                    return total;
                } catch (InterruptedException e) {
                    interrupted.incrementAndGet(); // that is the point
                }
            }
        }

        private long block() throws InterruptedException {
            blocked.incrementAndGet();
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                throw e;
            }
            return total;
        }
    }
}
