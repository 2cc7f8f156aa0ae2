package dev.thespis.bench.ours;

import dev.thespis.actor.ActorOptions;
import dev.thespis.actor.Address;
import dev.thespis.actor.Nursery;
import dev.thespis.bench.load.Client;
import dev.thespis.bench.load.Contender;
import dev.thespis.remote.Limits;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.Tcp;
import dev.thespis.remote.TcpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/// An actor behind a peer.
///
/// @param name of the contender
/// @param peers how those on both sides are set up
public record Thespis(String name, PeerOptions peers) implements Contender {
    private static final int CONNECTIONS = 100_000;
    private static final int LOOK_EVERY = 64;

    /// With other limits.
    ///
    /// @param name of the contender
    /// @param limits of the peers on both sides
    public Thespis(String name, Limits limits) {
        this(name, PeerOptions.defaults().withLimits(limits));
    }

    /// As users have it.
    ///
    /// @return with the default limits
    public static Thespis plain() {
        return new Thespis("thespis", PeerOptions.defaults());
    }

    /// With windows so large that nobody ever waits: what flow control costs is the difference.
    ///
    /// @return with wide limits
    public static Thespis wide() {
        return new Thespis(
                "thespis-wide", Limits.defaults().withWindowMessages(1_000_000).withWindowBytes(1L << 30));
    }

    @Override
    public Server serve() throws Exception {
        var nursery = Nursery.open("bench");
        var adder = nursery.spawn(Adder.class, ActorOptions.named("adder"), Adder.Counting::new);
        var services = Services.of(Adder.class, adder);
        var server = listen(peer -> peer.expose(services));
        return new Server() {
            @Override
            public int port() {
                return server.port();
            }

            @Override
            public void close() {
                server.close();
                nursery.close();
            }
        };
    }

    /// Listens on a free port of loopback.
    ///
    /// @param setup of each connection
    /// @return a server that runs
    /// @throws IOException if it can't listen
    public dev.thespis.remote.Server listen(Consumer<Peer> setup) throws IOException {
        var options = ServerOptions.defaults()
                .withConnections(CONNECTIONS)
                .withConnectionsPerAddress(CONNECTIONS)
                .withPeers(peers);
        return TcpServer.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), options, setup);
    }

    @Override
    public Client connect(int port) throws Exception {
        var peer = dial(port);
        return new PeerClient(peer, peer.address(Adder.class));
    }

    /// Connects, and waits for the hello.
    ///
    /// @param port where its server listens
    /// @return a peer
    /// @throws IOException if it can't connect
    /// @throws InterruptedException if interrupted while waiting
    public Peer dial(int port) throws IOException, InterruptedException {
        var peer = Tcp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), peers, unused -> {});
        // before the hello only 256 KiB may be sent, and a call started by the end of another can't wait for more
        peer.remote(Duration.ofSeconds(10));
        return peer;
    }

    private record PeerClient(Peer peer, Address<Adder> adder) implements Client {
        @Override
        public long call(long n) throws InterruptedException {
            return adder.call(new Adder.Add(n, TAG));
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // its end is told
        public void start(long n, Done done) throws InterruptedException {
            adder.callAsync(new Adder.Add(n, TAG))
                    .whenComplete((answer, failure) -> done.done(failure == null ? answer : 0, failure));
        }

        @Override
        public long echo(byte[] data) throws InterruptedException {
            return adder.call(new Adder.Echo(data)).length;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // its end is told
        public void startEcho(byte[] data, Done done) throws InterruptedException {
            adder.callAsync(new Adder.Echo(data))
                    .whenComplete((answer, failure) -> done.done(failure == null ? answer.length : 0, failure));
        }

        @Override
        public long sends(long untilNanos) throws InterruptedException {
            var before = adder.call(new Adder.Counted());
            var count = 0L;
            do {
                for (var n = 0; n < LOOK_EVERY; n++) adder.send(new Adder.Put(count++, TAG));
            } while (System.nanoTime() - untilNanos < 0);
            return Client.same(count, adder.call(new Adder.Counted()) - before); // order holds
        }

        @Override
        public void close() {
            peer.close();
        }
    }
}
