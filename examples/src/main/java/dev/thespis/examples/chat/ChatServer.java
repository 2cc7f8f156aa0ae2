package dev.thespis.examples.chat;

import dev.thespis.actor.Address;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Limits;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Server;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.TcpServer;
import dev.thespis.wire.FrameLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/// The server: what it exposes to whom, and what it does when a connection ends. When it is closed, all have been told.
final class ChatServer implements AutoCloseable {
    private final Nursery nursery;
    private final Address<Hall> hall;
    private final Duration loginTime;
    private final Server server;

    static ChatServer listen(InetSocketAddress address) throws IOException {
        return listen(address, Duration.ofMinutes(1));
    }

    /// Listens, and has rooms as soon as somebody enters one.
    ///
    /// @param loginTime how long one may be connected without being logged in
    static ChatServer listen(InetSocketAddress address, Duration loginTime) throws IOException {
        var nursery = Nursery.open("chat");
        try {
            return new ChatServer(nursery, address, loginTime);
        } catch (IOException e) {
            nursery.close();
            throw e;
        }
    }

    private ChatServer(Nursery nursery, InetSocketAddress address, Duration loginTime) throws IOException {
        this.nursery = nursery;
        this.loginTime = loginTime;
        this.hall = HallActor.spawn(nursery);
        var accounts = new Accounts(10_000);
        var entrance = Services.of(Entrance.class, nursery.spawn(Entrance.class, () -> new Porter(accounts, hall)));
        this.server = TcpServer.listen(address, options(), peer -> {
            peer.expose(entrance);
            var unused = nursery.fork("watch " + peer.name(), () -> watch(peer));
        });
    }

    /// No message here is large, so nobody needs to be able to send large ones.
    private static ServerOptions options() {
        var limits = Limits.defaults()
                .withFrames(new FrameLimits(64 << 10, 1 << 20))
                .withWindowMessages(64)
                .withWindowBytes(128 << 10);
        return ServerOptions.defaults()
                .withConnections(1_000)
                .withPeers(PeerOptions.defaults().withName("chat").withLimits(limits));
    }

    /// A thread for each connection, which does nothing but wait: virtual threads cost little.
    private String watch(Peer peer) throws InterruptedException {
        if (!peer.join(loginTime) && peer.attributes().get(HallActor.USER).isEmpty())
            peer.close("nobody has logged in");
        peer.join();
        hall.send(new Hall.Depart(peer));
        return peer.name();
    }

    String local() {
        return server.local();
    }

    int port() {
        return server.port();
    }

    void join() throws InterruptedException {
        server.join();
    }

    @Override
    public void close() {
        server.close();
        nursery.close();
    }
}
