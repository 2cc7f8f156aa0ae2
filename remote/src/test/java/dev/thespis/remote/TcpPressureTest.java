package dev.thespis.remote;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

final class TcpPressureTest extends PressureContract {
    private Server server;

    @Override
    List<Peer> connect(PeerOptions near, Consumer<Peer> nearSetup, PeerOptions far, Consumer<Peer> farSetup)
            throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        var accepted = new CompletableFuture<Peer>();
        var options = ServerOptions.defaults().withPeers(far);
        server = TcpServer.listen(new InetSocketAddress(loopback, 0), options, peer -> {
            farSetup.accept(peer);
            accepted.complete(peer);
        });
        var peer = Tcp.connect(new InetSocketAddress(loopback, server.port()), near, nearSetup);
        return List.of(peer, accepted.get());
    }

    @Override
    void stop() {
        server.close();
    }
}
