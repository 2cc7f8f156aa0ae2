package dev.thespis.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

final class TcpPeerTest extends PeerContract {
    private final Stage stage = new Stage();
    private final Server server;

    TcpPeerTest() throws IOException {
        server = TcpServer.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), stage::expose);
    }

    @Override
    Peer connect(PeerOptions options, Consumer<Peer> setup) throws IOException {
        return Tcp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), options, setup);
    }

    @Override
    void stop() {
        server.close();
        stage.close();
    }
}
