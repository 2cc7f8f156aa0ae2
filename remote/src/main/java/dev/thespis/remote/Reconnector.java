package dev.thespis.remote;

import dev.thespis.remote.transport.Connector;
import dev.thespis.remote.transport.Duplex;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The thread of a link: connects, stays until the connection is lost, pauses, connects.
///
/// Everything runs in that thread, but for the connectors: each try has a thread of its own, so that one that does not
/// heed interrupts can be left alone. A stream that it makes too late is closed. A connection that is lost may take its
/// time to end, while the next one is there already: the replies to what it had accepted may still come.
///
/// To close is to close the uplink and to interrupt the thread, which then closes what there is.
final class Reconnector {
    private final Link link;
    private final List<Connector> endpoints;
    private final Consumer<Peer> setup;
    private final Itinerary itinerary;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /// Those that have not ended: one that is connected, and some that are about to end.
    private final Set<Peer> peers = ConcurrentHashMap.newKeySet();

    /// The server that the link was connected to last. Belongs to the thread.
    private @Nullable String server;

    private volatile String reason = "closed by this side";

    Reconnector(Link link, List<Connector> endpoints, Consumer<Peer> setup) {
        this.link = link;
        this.endpoints = endpoints;
        this.setup = setup;
        this.itinerary = new Itinerary(link.options().pauses(), link.options().order(), endpoints.size());
        this.thread = Thread.ofVirtual().name("thespis-link-" + link.id()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!itinerary.isOver()) {
                var pause = visit(endpoints.get(itinerary.next()));
                if (pause.isZero()) continue;
                if (itinerary.isOver()) break;
                link.publish(new LinkEvent.Pausing(pause, itinerary.count()));
                if (closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) break;
            }
            if (closing.getCount() > 0) giveUp();
        } catch (InterruptedException e) {
            // how it is closed
        } catch (Error e) { // of a setup or a login
            reason = "its thread failed: " + e;
            throw e;
        } finally {
            end();
        }
    }

    private void giveUp() {
        var pauses = link.options().pauses().most();
        reason = "it has given up after " + pauses + " pauses: " + link.uplink().reason();
        link.publish(new LinkEvent.GaveUp(pauses));
    }

    private void end() {
        link.uplink().close(reason);
        for (var peer : peers) peer.beginClose(reason);
        for (var peer : peers) peer.close();
        link.ended(reason);
        ended.countDown();
    }

    /// Connects, and stays.
    ///
    /// @return how long to pause then
    private Duration visit(Connector endpoint) throws InterruptedException {
        link.publish(new LinkEvent.Connecting(endpoint.name()));
        var before = server;
        Peer peer;
        try {
            peer = meet(connect(endpoint));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // a setup or a login may throw whatever it likes
            if (closing.getCount() == 0) throw new InterruptedException();
            link.uplink().failed(endpoint.name() + ": " + e.getMessage());
            link.publish(new LinkEvent.ConnectFailed(endpoint.name(), e));
            return itinerary.failed();
        }
        var startNanos = System.nanoTime();
        link.uplink().up(peer);
        link.publish(new LinkEvent.Connected(endpoint.name(), peer));
        var now = server;
        if (before != null && now != null && !before.equals(now))
            link.publish(new LinkEvent.OtherServer(endpoint.name(), before, now));
        var follower = new Following(peer);
        peer.connection().follow(follower);
        var why = link.uplink().awaitDown(peer);
        peer.connection().unfollow(follower);
        if (closing.getCount() == 0) throw new InterruptedException();
        link.publish(new LinkEvent.Disconnected(endpoint.name(), why));
        return itinerary.lost(Duration.ofNanos(System.nanoTime() - startNanos));
    }

    /// Makes a stream, in a thread of its own.
    private Duplex connect(Connector endpoint) throws IOException, InterruptedException {
        var limit = link.options().meeting().connect();
        var stream = new CompletableFuture<Duplex>();
        var connecting =
                Thread.ofVirtual().name("thespis-link-connect-" + link.id()).start(() -> connect(endpoint, stream));
        try {
            return stream.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) throw cause;
            throw new IOException("the connector failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            abandon(stream, connecting);
            throw new IOException("there is no connection within " + limit.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            abandon(stream, connecting);
            throw e;
        }
    }

    @SuppressWarnings("InterruptedExceptionSwallowed") // the thread ends with it
    private static void connect(Connector endpoint, CompletableFuture<Duplex> stream) {
        try {
            var duplex = endpoint.connect();
            if (!stream.complete(duplex)) duplex.close();
        } catch (Throwable e) {
            stream.completeExceptionally(e); // if it was given up, nobody wants to know
        }
    }

    private static void abandon(CompletableFuture<Duplex> stream, Thread connecting) {
        if (stream.cancel(false)) {
            connecting.interrupt();
            return;
        }
        var unused = stream.thenAccept(late -> {
            try {
                late.close();
            } catch (IOException e) {
                // it was not used
            }
        });
    }

    /// Makes a peer of a stream, once the server has said what it is and the login has succeeded.
    private Peer meet(Duplex duplex) throws Exception {
        var peer = Peer.connect(duplex, link.options().peers(), fresh -> {
            peers.add(fresh);
            fresh.whenEnded(() -> peers.remove(fresh));
            setup.accept(fresh);
        });
        try {
            greet(peer);
            link.options().login().login(peer);
            if (!peer.isOpen()) throw new IOException("closed at once: " + peer.reason());
            return peer;
        } catch (Exception e) {
            peer.beginClose("it is of no use: " + e.getMessage());
            throw e;
        }
    }

    private void greet(Peer peer) throws IOException, InterruptedException {
        var meeting = link.options().meeting();
        switch (peer.remote(meeting.hello())) {
            case RemoteInfo.Greeted greeted -> server = greeted.incarnation();
            case RemoteInfo.Legacy legacy -> {}
            case RemoteInfo.Unknown unknown -> {
                if (!peer.isOpen()) throw new IOException("closed at once: " + peer.reason());
                if (meeting.silence() == LinkOptions.Meeting.Silence.FAILED)
                    throw new IOException("the server has said nothing within "
                            + meeting.hello().toMillis() + " ms");
            }
        }
    }

    /// Notices when a peer takes no requests any more.
    private final class Following implements Follower {
        private final Peer peer;

        Following(Peer peer) {
            this.peer = peer;
        }

        @Override
        public void offersChanged() {}

        @Override
        public void refused() {
            link.uplink().down(peer, peer.reason());
        }
    }

    void await() throws InterruptedException {
        ended.await();
    }

    /// Closes the link, and waits until it has ended, unless called from one of its own threads.
    void close(String why) {
        reason = why;
        closing.countDown();
        link.uplink().close(why);
        thread.interrupt();
        if (isOwnThread()) return;
        var interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private boolean isOwnThread() {
        return thread.equals(Thread.currentThread())
                || peers.stream().anyMatch(peer -> peer.connection().ending().isOwnThread());
    }
}
