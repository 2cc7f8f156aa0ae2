package dev.thespis.cli.relay;

import dev.thespis.actor.CallException;
import dev.thespis.actor.Observer;
import dev.thespis.cli.dial.Dial;
import dev.thespis.cli.terminal.Target;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerEvent;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.RemoteInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One target: a connection that shows how it is, and is made anew when it has ended.
///
/// It tries again after 0.2 s, then after twice as long each time, up to 5 s; from the beginning, once a connection has
/// lasted longer than that. Everything runs in a thread of its own.
///
/// *Ownership.* The connection is the upstream's; it is closed with it.
public final class Upstream implements AutoCloseable {
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    /// A peer of ours says what it is, and what it offers, at once; one of the original never does.
    private static final Duration GREETING = Duration.ofSeconds(1);

    private static final Duration PONG = Duration.ofSeconds(5);
    private static final PeerOptions OPTIONS = PeerOptions.defaults().withName("relay");

    private final Target target;
    private final Dial dial;
    private final Duration interval;
    private final Watch watch;
    private final Consumer<Upstream> whenConnected;
    private final CountDownLatch tried = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable Peer> current = new AtomicReference<>();
    private final Thread thread;

    /// Makes an upstream that does not connect yet.
    ///
    /// @param target where the server listens
    /// @param dial how to connect to it
    /// @param interval between two round trips
    /// @param watch what is told, and to whom
    /// @param whenConnected is given this each time that there is a connection
    public Upstream(Target target, Dial dial, Duration interval, Watch watch, Consumer<Upstream> whenConnected) {
        this.target = target;
        this.dial = dial;
        this.interval = interval;
        this.watch = watch;
        this.whenConnected = whenConnected;
        this.thread = Thread.ofVirtual().name("thespis-upstream-" + target).unstarted(this::run);
    }

    /// Begins to connect.
    public void start() {
        thread.start();
    }

    /// Waits until there is a connection, or a first try has failed.
    ///
    /// @throws InterruptedException if interrupted while waiting
    public void awaitFirst() throws InterruptedException {
        tried.await();
    }

    /// The connection that shows how the target is.
    ///
    /// @return null if there is none at the moment
    public @Nullable Peer peer() {
        var peer = current.get();
        return peer != null && peer.isOpen() ? peer : null;
    }

    /// Makes another connection to the target, for whoever needs one of his own.
    ///
    /// @param setup exposes services and subscribes to events
    /// @return a peer that has said what it offers, if it does so
    /// @throws IOException if there is none
    /// @throws InterruptedException if interrupted while waiting
    public Peer connect(Consumer<Peer> setup) throws IOException, InterruptedException {
        var peer = dial.connect(target.resolve(), OPTIONS, self -> {
            watch.follow(self);
            setup.accept(self);
        });
        var shown = current.get();
        if (shown != null && shown.remote() instanceof RemoteInfo.Greeted) {
            var unused = peer.offered(GREETING); // so that who is told what there is here need not be told twice
        }
        return peer;
    }

    private void run() {
        var pause = FIRST_PAUSE_MILLIS;
        var told = false;
        try {
            do {
                var start = System.nanoTime();
                try {
                    visit();
                    told = false;
                } catch (IOException e) {
                    if (!told) watch.report(new Health.Unreachable(target, String.valueOf(e.getMessage())));
                    told = true;
                }
                tried.countDown();
                var lasted = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                pause = lasted > LONGEST_PAUSE_MILLIS ? FIRST_PAUSE_MILLIS : Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
            } while (!closed.await(pause, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // how it is closed
        } finally {
            tried.countDown();
        }
    }

    /// Connects, and stays until the connection has ended.
    private void visit() throws IOException, InterruptedException {
        var events = new AtomicReference<@Nullable Observer<PeerEvent>>();
        try (var peer = dial.connect(target.resolve(), OPTIONS, self -> {
            events.set(self.events().observe());
            watch.follow(self);
        })) {
            var remote = peer.remote(GREETING);
            if (remote instanceof RemoteInfo.Unknown && !peer.isOpen())
                throw new IOException(reason(peer, events.get()));
            if (remote instanceof RemoteInfo.Greeted) {
                var unused = peer.offered(GREETING);
            }
            watch.report(new Health.Connected(target, described(remote)));
            current.set(peer);
            whenConnected.accept(this);
            tried.countDown();
            watch(peer, remote);
            watch.report(new Health.Gone(target, reason(peer, events.get())));
        } finally {
            current.set(null);
        }
    }

    /// Why a connection has ended: its last event.
    private static String reason(Peer peer, @Nullable Observer<PeerEvent> events) throws InterruptedException {
        peer.join();
        var last = events == null ? List.<PeerEvent>of() : events.poll();
        return !last.isEmpty() && last.getLast() instanceof PeerEvent.Closed closed ? closed.reason() : "it has closed";
    }

    private void watch(Peer peer, RemoteInfo remote) throws InterruptedException {
        do {
            if (!(remote instanceof RemoteInfo.Greeted)) continue; // it knows no pings
            try {
                watch.report(new Health.RoundTrip(target, peer.ping(PONG)));
            } catch (CallException e) {
                // the peer itself closes if it gets no pong, which is told
            }
        } while (!peer.join(interval));
    }

    private static String described(RemoteInfo remote) {
        return switch (remote) {
            case RemoteInfo.Unknown unknown -> "it has not said what it is";
            case RemoteInfo.Legacy legacy -> "a peer of the original";
            case RemoteInfo.Greeted peer -> peer.software() + " " + peer.release();
        };
    }

    /// Closes the connection, and waits until it has ended.
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
