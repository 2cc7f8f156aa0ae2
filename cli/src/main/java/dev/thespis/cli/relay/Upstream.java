package dev.thespis.cli.relay;

import dev.thespis.actor.CallException;
import dev.thespis.actor.Observer;
import dev.thespis.cli.dial.Dial;
import dev.thespis.cli.terminal.Target;
import dev.thespis.remote.Link;
import dev.thespis.remote.LinkEvent;
import dev.thespis.remote.LinkOptions;
import dev.thespis.remote.LinkOptions.Meeting;
import dev.thespis.remote.Pauses;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.RemoteInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One target: a link that shows how it is.
///
/// It tries again after pauses that grow; from the beginning, once a connection has lasted longer than the longest. Who
/// watches is told in a thread of its own.
///
/// *Ownership.* The connection is the upstream's; it is closed with it.
public final class Upstream implements AutoCloseable {
    /// A peer of ours says what it is, and what it offers, at once; one of the original never does.
    private static final Duration GREETING = Duration.ofSeconds(1);

    private static final Duration PONG = Duration.ofSeconds(5);
    private static final PeerOptions OPTIONS = PeerOptions.defaults().withName("relay");
    private static final LinkOptions LINK = LinkOptions.defaults()
            .withPeers(OPTIONS)
            .withMeeting(new Meeting(Duration.ofSeconds(10), GREETING, Meeting.Silence.LEGACY))
            .withLogin(Upstream::awaitOffer);

    private final Target target;
    private final Dial dial;
    private final Duration interval;
    private final Pauses pauses;
    private final Watch watch;
    private final Consumer<Upstream> whenConnected;
    private final CountDownLatch tried = new CountDownLatch(1);
    private final AtomicReference<@Nullable Peer> current = new AtomicReference<>();
    private final AtomicReference<@Nullable Link> link = new AtomicReference<>();

    /// Whether it has been told that there is no connection. Belongs to the thread that watches.
    private boolean told;

    /// Makes an upstream that does not connect yet.
    ///
    /// @param target where the server listens
    /// @param plan how to connect to it, how often it is asked for a round trip, and how long the pauses are
    /// @param watch what is told, and to whom
    /// @param whenConnected is given this each time that there is a connection
    public Upstream(Target target, RelayServer.Plan plan, Watch watch, Consumer<Upstream> whenConnected) {
        this.target = target;
        this.dial = plan.dial();
        this.interval = plan.interval();
        this.pauses = Pauses.defaults()
                .withBackoff(plan.pauses())
                .withHealthyAfter(plan.pauses().max());
        this.watch = watch;
        this.whenConnected = whenConnected;
    }

    /// Begins to connect.
    public void start() {
        link.set(Link.open(
                LINK.withPauses(pauses).withWatch(this::begin), watch::follow, dial.at(target.host(), target.port())));
    }

    private void begin(Link fresh) {
        var events = fresh.events().observe();
        Thread.ofVirtual().name("thespis-upstream-" + target).start(() -> run(events));
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

    private void run(Observer<LinkEvent> events) {
        try {
            while (true) take(next(events));
        } catch (InterruptedException | NoSuchElementException e) {
            tried.countDown(); // it is closed
        }
    }

    private void take(LinkEvent event) throws InterruptedException {
        switch (event) {
            case LinkEvent.Connected connected -> connected(connected.peer());
            case LinkEvent.ConnectFailed failed -> failed(failed.cause());
            case LinkEvent.Disconnected gone -> watch.report(new Health.Gone(target, gone.reason()));
            // The rest is how it goes about it.
            case LinkEvent.Connecting connecting -> {}
            case LinkEvent.OtherServer other -> {}
            case LinkEvent.Pausing pausing -> {}
            case LinkEvent.Retrying retrying -> {}
            case LinkEvent.GaveUp never -> {}
            case LinkEvent.Closed closed -> {}
            case LinkEvent.Missed missed -> {}
        }
    }

    private void failed(Exception cause) {
        if (!told) watch.report(new Health.Unreachable(target, String.valueOf(cause.getMessage())));
        told = true;
        tried.countDown();
    }

    /// Waits for an event; measures a round trip meanwhile, now and then.
    private LinkEvent next(Observer<LinkEvent> events) throws InterruptedException {
        while (true) {
            try {
                return events.take(interval);
            } catch (TimeoutException e) {
                ping();
            }
        }
    }

    private void connected(Peer peer) throws InterruptedException {
        told = false;
        watch.report(new Health.Connected(target, described(peer.remote())));
        current.set(peer);
        whenConnected.accept(this);
        tried.countDown();
        ping();
    }

    private void ping() throws InterruptedException {
        var peer = peer();
        if (peer == null || !(peer.remote() instanceof RemoteInfo.Greeted)) return; // it knows no pings
        try {
            watch.report(new Health.RoundTrip(target, peer.ping(PONG)));
        } catch (CallException e) {
            // the peer itself closes if it gets no pong, which is told
        }
    }

    private static void awaitOffer(Peer peer) throws InterruptedException {
        if (peer.remote() instanceof RemoteInfo.Greeted) {
            var unused = peer.offered(GREETING);
        }
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
        var open = link.get();
        if (open != null) open.close();
    }
}
