package dev.thespis.cli.reference;

import dev.thespis.actor.Observable;
import dev.thespis.remote.Peer;
import dev.thespis.remote.Server;
import dev.thespis.remote.ServerEvent;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/// A server of the reference services: small messages that together use all of the wire, and all errors.
///
/// *Threading.* Safe for use by any number of threads.
///
/// *Ownership.* Closing it ends its connections and their actors.
public final class ReferenceServer implements AutoCloseable {
    private final ReferenceServices services;
    private final Server server;

    private ReferenceServer(ReferenceServices services, Server server) {
        this.services = services;
        this.server = server;
    }

    /// Listens.
    ///
    /// @param address where; port 0 takes a free one
    /// @param watch is given each peer before it starts
    /// @return a server that accepts
    /// @throws IOException if it can't listen there
    public static ReferenceServer listen(InetSocketAddress address, Consumer<Peer> watch) throws IOException {
        return listen(address, ServerOptions.defaults(), watch);
    }

    /// Listens.
    ///
    /// @param address where; port 0 takes a free one
    /// @param options how the server and its peers are set up
    /// @param watch is given each peer before it starts
    /// @return a server that accepts
    /// @throws IOException if it can't listen there
    public static ReferenceServer listen(InetSocketAddress address, ServerOptions options, Consumer<Peer> watch)
            throws IOException {
        var services = new ReferenceServices("reference server", 0);
        try {
            var server = TcpServer.listen(address, options, peer -> {
                watch.accept(peer);
                services.expose(peer);
            });
            return new ReferenceServer(services, server);
        } catch (IOException | RuntimeException e) {
            services.close();
            throw e;
        }
    }

    /// What happens to its connections.
    ///
    /// @return events
    public Observable<ServerEvent> events() {
        return server.events();
    }

    /// Those who are connected.
    ///
    /// @return a copy
    public List<Peer> peers() {
        return server.peers();
    }

    /// Where it listens.
    ///
    /// @return host and port
    public String local() {
        return server.local();
    }

    /// The TCP port.
    ///
    /// @return the one that was taken if 0 was asked for
    public int port() {
        return server.port();
    }

    /// Waits until it is closed.
    ///
    /// @throws InterruptedException if interrupted while waiting
    public void join() throws InterruptedException {
        server.join();
    }

    /// Closes all connections and waits until everything has ended.
    @Override
    public void close() {
        server.close();
        services.close();
    }
}
