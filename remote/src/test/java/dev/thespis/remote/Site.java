package dev.thespis.remote;

import dev.thespis.actor.Nursery;
import dev.thespis.remote.transport.Connector;
import dev.thespis.remote.transport.Duplex;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A server that comes and goes at one endpoint, and the streams to it, which can be cut.
final class Site implements AutoCloseable {
    private final Over over;
    private final String name;
    private final Nursery nursery = Nursery.open("site");
    private final Bank.Books books;
    private final Set<HeldDuplex> streams = ConcurrentHashMap.newKeySet();
    final AtomicInteger tries = new AtomicInteger();
    private int port;
    private final Path socket;
    private volatile @Nullable MemoryListener listener;
    private @Nullable Server server;
    ServerOptions options =
            ServerOptions.defaults().withPeers(PeerOptions.defaults().withNewIncarnation());

    /// What it listens on.
    enum Over {
        MEMORY,
        TCP,
        TLS,
        UNIX
    }

    Site(Over over, String name, Bank.Books books, Path folder) {
        this.over = over;
        this.name = name;
        this.books = books;
        this.socket = folder.resolve(name);
    }

    /// Begins to listen.
    Server start() throws IOException {
        var services = Services.of(Bank.class, nursery.spawn(Bank.class, () -> new Bank.Teller(books)));
        return startExposing(services);
    }

    Server startExposing(ServiceMap... services) throws IOException {
        switch (over) {
            case MEMORY -> {
                var fresh = new MemoryListener();
                server = new Server(fresh, options, peer -> expose(peer, services));
                listener = fresh;
            }
            case TCP, TLS -> {
                var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
                var protectedOrNot = over == Over.TLS ? options.withTls(Trust.mutualServer()) : options;
                server = TcpServer.listen(address, protectedOrNot, peer -> expose(peer, services));
                port = server.port();
            }
            case UNIX -> server = UnixServer.listen(socket, options, peer -> expose(peer, services));
        }
        return server();
    }

    private static void expose(Peer peer, ServiceMap... services) {
        for (var map : services) peer.expose(map);
    }

    Server server() {
        return Objects.requireNonNull(server);
    }

    /// As if its process were started anew.
    Server restart() throws IOException {
        stop();
        options = options.withPeers(options.peers().withNewIncarnation());
        return start();
    }

    /// Listens no more, and closes its connections.
    void stop() {
        listener = null;
        if (server != null) server.close();
        server = null;
    }

    /// The way there.
    Connector endpoint() {
        return Connector.of(name, () -> {
            tries.incrementAndGet();
            var stream = new HeldDuplex(connect());
            streams.add(stream);
            return stream;
        });
    }

    private Duplex connect() throws IOException, InterruptedException {
        if (over == Over.UNIX) return UnixSocket.at(socket).connect();
        if (over == Over.TCP || over == Over.TLS) {
            if (port == 0) throw new IOException("nobody listens at " + name);
            var host = InetAddress.getLoopbackAddress().getHostAddress();
            var way = over == Over.TLS ? Tcp.at(host, port, Trust.mutualClient()) : Tcp.at(host, port);
            return way.connect();
        }
        var there = listener;
        if (there == null) throw new IOException("nobody listens at " + name);
        return there.connect("");
    }

    /// Cuts all streams, as if a cable were pulled.
    void cut() throws IOException {
        for (var stream : List.copyOf(streams)) {
            streams.remove(stream);
            stream.close();
        }
    }

    /// Lets nothing through that comes from the server, until [#release].
    void hold() {
        streams.forEach(HeldDuplex::hold);
    }

    void release() {
        streams.forEach(HeldDuplex::release);
    }

    @Override
    public void close() {
        stop();
        nursery.close();
    }
}
