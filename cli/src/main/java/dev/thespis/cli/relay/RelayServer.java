package dev.thespis.cli.relay;

import dev.thespis.actor.Backoff;
import dev.thespis.actor.Observable;
import dev.thespis.cli.dial.Dial;
import dev.thespis.cli.terminal.Target;
import dev.thespis.remote.Choice;
import dev.thespis.remote.Peer;
import dev.thespis.remote.Relay;
import dev.thespis.remote.Server;
import dev.thespis.remote.ServerEvent;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// A server that passes the requests of its consumers on to other servers, whose classes it has not got.
///
/// *Ownership.* Closing it ends its connections to both sides.
public final class RelayServer implements AutoCloseable {
    /// How long the targets are waited for before it listens.
    private static final Duration FIRST = Duration.ofSeconds(2);

    private final Plan plan;
    private final Relay common;
    private final Watch watch;
    private final Passage passage;
    private final List<Upstream> upstreams;
    private final Set<Consumer> consumers = ConcurrentHashMap.newKeySet();
    private final Server server;

    /// Which connections to the targets there are.
    public enum Connections {
        /// Each consumer has its own to each target, which so can tell consumers apart and call them back.
        OWN,
        /// All consumers share one to each target.
        SHARED
    }

    /// What is passed on, and how.
    ///
    /// @param targets where to
    /// @param dial how to connect to them
    /// @param scope what
    /// @param choice to which of them, for all consumers
    /// @param connections to the targets
    /// @param interval between two round trips
    /// @param pauses before a target that is not there is tried again
    public record Plan(
            List<Target> targets,
            Dial dial,
            Relay.Scope scope,
            Choice choice,
            Connections connections,
            Duration interval,
            Backoff pauses) {
        /// Copies the targets.
        public Plan {
            targets = List.copyOf(targets);
        }
    }

    private RelayServer(Plan plan, InetSocketAddress address, ServerOptions options, Watch watch)
            throws IOException, InterruptedException {
        this.plan = plan;
        this.watch = watch;
        this.common = Relay.of(plan.scope, plan.choice);
        var identified = options.withPeers(options.peers().withNewIncarnation());
        this.passage = new Passage(identified.peers());
        this.upstreams = plan.targets.stream()
                .map(target -> new Upstream(target, plan, watch, passage))
                .toList();
        try {
            for (var upstream : upstreams) upstream.start(this::connected);
            var until = System.nanoTime() + FIRST.toNanos();
            for (var upstream : upstreams) upstream.awaitFirst(until - System.nanoTime());
            this.server = TcpServer.listen(address, identified, this::accept);
        } catch (IOException | InterruptedException | RuntimeException e) {
            upstreams.forEach(Upstream::close);
            passage.close();
            throw e;
        }
    }

    /// Connects to the targets, as far as they are there within two seconds, and listens.
    ///
    /// @param plan what is passed on
    /// @param address where to listen; port 0 takes a free one
    /// @param options how the server is set up
    /// @param watch is told how connections and targets are
    /// @return a server that accepts
    /// @throws IOException if it can't listen there
    /// @throws InterruptedException if interrupted before
    public static RelayServer listen(Plan plan, InetSocketAddress address, ServerOptions options, Watch watch)
            throws IOException, InterruptedException {
        return new RelayServer(plan, address, options, watch);
    }

    private void connected(Upstream upstream) {
        var peer = upstream.peer();
        if (peer != null && plan.connections == Connections.SHARED) common.to(peer);
        for (var consumer : consumers) consumer.connect(upstream);
    }

    private void accept(Peer peer) {
        watch.follow(peer);
        if (plan.connections == Connections.SHARED) {
            peer.expose(common);
            return;
        }
        var consumer = new Consumer(peer, plan, watch, passage);
        consumers.add(consumer);
        consumer.begin(upstreams);
        Thread.ofVirtual().name("thespis-consumer-" + peer.id()).start(() -> leave(peer, consumer));
    }

    private void leave(Peer peer, Consumer consumer) {
        try {
            peer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody has this thread to interrupt it
        }
        consumer.close();
        consumers.remove(consumer);
    }

    /// What happens to the connections of those who use it.
    ///
    /// @return events
    public Observable<ServerEvent> events() {
        return server.events();
    }

    /// Those who use it, and the connections that show how the targets are.
    ///
    /// @return a copy
    public List<Peer> peers() {
        var peers = new ArrayList<>(server.peers());
        for (var upstream : upstreams) {
            var peer = upstream.connection();
            if (peer != null) peers.add(peer);
        }
        return peers;
    }

    /// Where it listens.
    ///
    /// @return host and port
    public String local() {
        return server.local();
    }

    /// Waits until it is closed.
    ///
    /// @throws InterruptedException if interrupted while waiting
    public void join() throws InterruptedException {
        server.join();
    }

    /// Closes all connections, those of the consumers first, and waits until all of them have ended. Threads that wait
    /// before they connect again, or are just connecting, end by themselves soon after.
    @Override
    public void close() {
        server.close();
        try (var closing = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var consumer : consumers) closing.execute(consumer::close);
            for (var upstream : upstreams) closing.execute(upstream::close);
        }
        passage.close();
    }
}
