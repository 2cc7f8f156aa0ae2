package dev.thespis.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

final class TlsPeerTest extends PeerContract {
    private final Stage stage = new Stage();
    private final Server server;

    TlsPeerTest() throws IOException {
        server = TcpServer.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Trust.server(), stage::expose);
    }

    @Override
    Peer connect(PeerOptions options, Consumer<Peer> setup) throws IOException {
        return Tcp.connect(new InetSocketAddress("localhost", server.port()), Trust.client(), options, setup);
    }

    @Override
    void stop() {
        server.close();
        stage.close();
    }
}
