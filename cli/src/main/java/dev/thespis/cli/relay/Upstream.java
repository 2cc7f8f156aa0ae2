package dev.thespis.cli.relay;

import dev.thespis.actor.CallException;
import dev.thespis.actor.Observer;
import dev.thespis.cli.terminal.Target;
import dev.thespis.remote.Link;
import dev.thespis.remote.LinkEvent;
import dev.thespis.remote.LinkOptions;
import dev.thespis.remote.LinkOptions.Meeting;
import dev.thespis.remote.OfferedService;
import dev.thespis.remote.Pauses;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.RemoteInfo;
import dev.thespis.remote.transport.Connector;
import dev.thespis.wire.ServiceId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One target: a link that shows how it is.
///
/// It tries again after pauses that grow; from the beginning, once a connection has lasted longer than the longest. Who
/// watches is told in a thread of its own.
///
/// *Ownership.* The connection is the upstream's; it is closed with it.
final class Upstream implements AutoCloseable {
    /// A peer of ours says what it is, and what it offers, at once; one of the original never does.
    private static final Duration GREETING = Duration.ofSeconds(1);

    /// How long anything that is asked for may take.
    private static final Duration ANSWER = Duration.ofSeconds(5);

    static final PeerOptions OPTIONS = PeerOptions.defaults().withName("relay");
    private static final LinkOptions LINK = LinkOptions.defaults()
            .withPeers(OPTIONS)
            .withMeeting(new Meeting(Duration.ofSeconds(10), GREETING, Meeting.Silence.LEGACY))
            .withLogin(Upstream::await);

    private final Target target;
    private final Connector endpoint;
    private final Passage passage;
    private final Duration interval;
    private final Pauses pauses;
    private final Watch watch;
    private final CountDownLatch tried = new CountDownLatch(1);
    private final AtomicBoolean loop = new AtomicBoolean();
    private final AtomicReference<@Nullable Peer> current = new AtomicReference<>();
    private final AtomicReference<@Nullable Link> link = new AtomicReference<>();

    /// Whether it has been told that there is no connection. Belongs to the thread that watches.
    private boolean told;

    /// Makes an upstream that does not connect yet.
    ///
    /// @param target where the server listens
    /// @param plan how to connect to it, how often it is asked for a round trip, and how long the pauses are
    /// @param watch is told how it is
    /// @param passage shown to it
    Upstream(Target target, RelayServer.Plan plan, Watch watch, Passage passage) {
        this.target = target;
        this.endpoint = plan.dial().at(target.host(), target.port());
        this.interval = plan.interval();
        this.pauses = Pauses.defaults()
                .withBackoff(plan.pauses())
                .withHealthyAfter(plan.pauses().max());
        this.watch = watch;
        this.passage = passage;
    }

    /// Begins to connect.
    ///
    /// @param whenConnected is given this each time that there is a connection; must not wait
    void start(Consumer<Upstream> whenConnected) {
        link.set(Link.open(
                LINK.withPauses(pauses).withWatch(fresh -> begin(fresh, whenConnected)), this::setUp, endpoint));
    }

    private void setUp(Peer peer) {
        watch.follow(peer);
        passage.show(peer);
    }

    private void begin(Link fresh, Consumer<Upstream> whenConnected) {
        var events = fresh.events().observe();
        Thread.ofVirtual().name("thespis-upstream-" + target).start(() -> run(events, whenConnected));
    }

    /// Waits until there is a connection, or a first try has failed.
    ///
    /// @param nanos how long at most
    /// @throws InterruptedException if interrupted while waiting
    void awaitFirst(long nanos) throws InterruptedException {
        var unused = tried.await(nanos, TimeUnit.NANOSECONDS);
    }

    /// Where it listens.
    Target target() {
        return target;
    }

    /// The way to it, for whoever needs a connection of his own.
    Connector endpoint() {
        return endpoint;
    }

    /// The connection that shows how the target is.
    ///
    /// @return null if there is none at the moment, or the target is this relay itself
    @Nullable
    Peer peer() {
        var peer = connection();
        return peer == null || passage.isHere(peer) ? null : peer;
    }

    /// The same, if it is this relay itself too.
    @Nullable
    Peer connection() {
        var peer = current.get();
        return peer != null && peer.isOpen() ? peer : null;
    }

    /// Whether the target has a service, as far as is known.
    boolean mayOffer(ServiceId service) {
        var peer = peer();
        return peer == null
                || !(peer.remote() instanceof RemoteInfo.Greeted)
                || offered(peer).stream().anyMatch(offer -> offer.id().equals(service));
    }

    private static List<OfferedService> offered(Peer peer) {
        try {
            return peer.offered(Duration.ZERO);
        } catch (InterruptedException e) { // thrown by what never waits, if somebody has interrupted this thread
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /// Whether somebody who came through some relays would come through one of them again by the target; tells so, the
    /// first time since it was connected.
    ///
    /// @param passed the incarnations of the relays
    boolean leadsBack(Set<String> passed) {
        var peer = connection();
        if (peer == null || !passage.isLoop(passed, peer)) return false;
        tellLoop();
        return true;
    }

    private void tellLoop() {
        if (loop.compareAndSet(false, true)) watch.report(new Health.Loop(target));
    }

    private void run(Observer<LinkEvent> events, Consumer<Upstream> whenConnected) {
        try {
            while (true) {
                var event = next(events);
                take(event);
                if (event instanceof LinkEvent.Connected) {
                    whenConnected.accept(this);
                    tried.countDown();
                    ping();
                }
            }
        } catch (InterruptedException | NoSuchElementException e) {
            tried.countDown(); // it is closed
        }
    }

    private void take(LinkEvent event) {
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

    private void connected(Peer peer) {
        told = false;
        loop.set(false);
        watch.report(new Health.Connected(target, described(peer.remote())));
        current.set(peer);
        if (passage.isHere(peer)) tellLoop();
    }

    private void ping() throws InterruptedException {
        var peer = peer();
        if (peer == null || !(peer.remote() instanceof RemoteInfo.Greeted)) return; // it knows no pings
        try {
            watch.report(new Health.RoundTrip(target, peer.ping(ANSWER)));
        } catch (CallException e) {
            // if it gets no pong, the peer itself closes sooner or later, which is told too
            if (peer.isOpen()) watch.report(new Health.Silent(target, ANSWER));
        }
    }

    /// Waits for what a target offers; or, if it has said nothing, for a sign of life: a peer of the original, which
    /// says nothing by itself, answers a call of a service that it has not got.
    private static void await(Peer peer) throws IOException, InterruptedException {
        switch (peer.remote()) {
            case RemoteInfo.Greeted greeted -> {
                var unused = peer.offered(GREETING);
            }
            case RemoteInfo.Legacy legacy -> {}
            case RemoteInfo.Unknown unknown -> probe(peer);
        }
    }

    private static void probe(Peer peer) throws IOException, InterruptedException {
        try {
            var unused = peer.service("thespis-relay", "Probe").call(new byte[0], ANSWER);
        } catch (CallException e) {
            if (peer.remote() instanceof RemoteInfo.Unknown)
                throw new IOException("it accepts connections, and says nothing", e);
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
