package dev.thespis.remote;

import dev.thespis.actor.Events;
import dev.thespis.actor.Observable;
import dev.thespis.remote.schedule.TimeSlice;
import dev.thespis.remote.tls.HandshakeException;
import dev.thespis.remote.tls.Plaintext;
import dev.thespis.remote.tls.Tls;
import dev.thespis.remote.transport.Duplex;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Accepts connections and runs a peer over each.
///
/// *Threading.* Safe for use by any number of threads. The setup of a peer runs on the thread that accepts or, with
/// TLS, on one that has shaken hands; one at a time. Handshakes run on threads of their own, beside each other.
///
/// *Failure.* What goes wrong with one connection is an event and does not stop the server.
///
/// *Ownership.* The server owns its peers: [#close] closes them all.
public final class Server implements AutoCloseable {
    private static final long PAUSE_NANOS = 20_000_000;

    private final Listener listener;
    private final ServerOptions options;
    private final Consumer<Peer> setup;
    private final Events<ServerEvent> events = new Events<>(ServerEvent.Missed::new);
    private final Set<Peer> peers = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final Doors doors;
    private final HandshakeRates rates;
    private final Clients clients;
    private final Handshakes handshakes = new Handshakes();

    /// Held while a peer is set up.
    private final ReentrantLock setting = new ReentrantLock();

    private final TimeSlice slice = new TimeSlice();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch acceptorEnded = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final String local;

    Server(Listener listener, ServerOptions options, Consumer<Peer> setup) {
        this.listener = listener;
        this.options = options;
        this.setup = setup;
        this.doors = new Doors(options);
        this.rates = new HandshakeRates(options, System.nanoTime());
        this.clients = new Clients(options.returning(), System::nanoTime);
        this.local = listener.local();
        Thread.ofVirtual().name("thespis-acceptor-" + local).start(this::run);
    }

    /// Where the server listens, for people to read.
    ///
    /// @return host and port, or the path
    public String local() {
        return local;
    }

    /// The TCP port.
    ///
    /// @return the one that was taken if 0 was asked for; 0 if the server does not listen on TCP
    public int port() {
        return listener.port();
    }

    /// The peers whose connections have not ended, or whose requests have not left the actors' mailboxes.
    ///
    /// @return a copy
    public List<Peer> peers() {
        return List.copyOf(peers);
    }

    /// What has come so far, in numbers.
    ///
    /// @return numbers, each right on its own
    public ServerStats stats() {
        return new ServerStats(peers.size(), accepted.get(), refused.get(), failures.get());
    }

    /// What has happened, from when one subscribes on.
    ///
    /// @return events
    public Observable<ServerEvent> events() {
        return events;
    }

    private void run() {
        try {
            while (!closing.get()) {
                accept();
                slice.letOthersRun();
            }
        } finally {
            acceptorEnded.countDown();
        }
    }

    private void accept() {
        Listener.Accepted arrival;
        try {
            arrival = listener.accept();
        } catch (IOException e) {
            if (closing.get() || !listener.isOpen()) return;
            failed(e);
            LockSupport.parkNanos(PAUSE_NANOS); // out of file descriptors, say: trying at once would only burn
            return;
        }
        var remote = arrival.duplex().remote();
        switch (doors.enter(arrival.address())) {
            case IN -> enter(arrival);
            case FULL -> refuse(arrival, new ServerEvent.Refused(remote, options.connections()));
            case FULL_FOR_ADDRESS ->
                refuse(arrival, new ServerEvent.RefusedAddress(remote, options.connectionsPerAddress()));
        }
    }

    private void failed(Exception cause) {
        failures.incrementAndGet();
        events.publish(new ServerEvent.AcceptFailed(cause));
    }

    private void refuse(Listener.Accepted arrival, ServerEvent event) {
        refused.incrementAndGet();
        events.publish(event);
        close(arrival.duplex());
    }

    /// It is counted already, so handshakes are no more than connections may be.
    private void enter(Listener.Accepted arrival) {
        switch (options.protection()) {
            case Plaintext plaintext -> start(arrival.duplex(), arrival.address());
            case Tls tls -> enter(tls, arrival);
        }
    }

    /// Nobody who is refused is told why: TLS has no alert for it, and to say so over TLS would cost the handshake.
    private void enter(Tls tls, Listener.Accepted arrival) {
        var remote = arrival.duplex().remote();
        var entry = rates.enter(arrival.address(), System.nanoTime());
        if (entry != HandshakeRates.Entry.IN) doors.leave(arrival.address());
        switch (entry) {
            case IN -> handshakes.begin(arrival.duplex(), () -> shake(tls, arrival));
            case TOO_MANY -> refuse(arrival, new ServerEvent.HandshakeRefused(remote, options.handshakes()));
            case TOO_MANY_FROM_ADDRESS ->
                refuse(arrival, new ServerEvent.HandshakeRefusedAddress(remote, options.handshakesPerAddress()));
        }
    }

    private void shake(Tls tls, Listener.Accepted arrival) {
        var raw = arrival.duplex();
        try {
            start(tls.accept(raw, options.peers().limits().firstFrame()), arrival.address());
        } catch (HandshakeException e) {
            failures.incrementAndGet();
            if (!closing.get()) events.publish(new ServerEvent.HandshakeFailed(raw.remote(), e));
            doors.leave(arrival.address());
        } catch (RuntimeException e) { // of somebody's SSLContext
            failed(e);
            doors.leave(arrival.address());
            close(raw);
        }
    }

    private void start(Duplex duplex, String address) {
        setting.lock();
        try {
            var peer = Peer.accept(duplex, options.peers(), fresh -> adopt(fresh, address));
            accepted.incrementAndGet();
            events.publish(new ServerEvent.Accepted(peer));
        } catch (RuntimeException e) {
            failed(e);
            doors.leave(address);
            close(duplex);
        } finally {
            setting.unlock();
        }
    }

    /// A peer that has ended stays as long as actors have requests of its: else who connects, sends and leaves, again
    /// and again, could make them hold any number.
    private void adopt(Peer peer, String address) {
        setup.accept(peer);
        peers.add(peer);
        peer.connection().recognition(greeted -> recognise(peer, greeted));
        peer.whenAllEnded(() -> {
            doors.leave(address);
            peers.remove(peer);
        });
    }

    private int recognise(Peer peer, RemoteInfo.Greeted greeted) {
        var connection = clients.arrived(peer, greeted);
        if (connection > 1) events.publish(new ServerEvent.Returned(peer, connection));
        return connection;
    }

    private void close(Duplex duplex) {
        try {
            duplex.close();
        } catch (IOException e) {
            failed(e);
        }
    }

    /// Waits until the server is closed.
    ///
    /// @throws InterruptedException if interrupted while waiting
    public void join() throws InterruptedException {
        ended.await();
    }

    /// Stops accepting, closes all peers at the same time, and waits until all of them have ended.
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            awaitUninterruptibly(ended);
            return;
        }
        try {
            listener.close();
        } catch (IOException e) {
            failed(e);
        }
        awaitUninterruptibly(acceptorEnded);
        handshakes.close();
        var remaining = peers();
        for (var peer : remaining) peer.beginClose("the server is closing");
        for (var peer : remaining) peer.close();
        events.complete();
        ended.countDown();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        var interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
