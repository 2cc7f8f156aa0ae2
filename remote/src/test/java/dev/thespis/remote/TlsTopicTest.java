package dev.thespis.remote;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

final class TlsTopicTest extends TopicContract {
    private final List<Server> servers = new ArrayList<>();

    @Override
    Peer connect(Consumer<Peer> accepted, Consumer<Peer> setup) throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        var server = TcpServer.listen(new InetSocketAddress(loopback, 0), Trust.server(), accepted);
        servers.add(server);
        return Tcp.connect(
                new InetSocketAddress(loopback, server.port()), Trust.client(), PeerOptions.defaults(), setup);
    }

    @Override
    void stop() {
        servers.forEach(Server::close);
    }
}
