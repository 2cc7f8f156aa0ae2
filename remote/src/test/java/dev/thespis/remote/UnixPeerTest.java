package dev.thespis.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;

final class UnixPeerTest extends PeerContract {
    private final Stage stage = new Stage();
    private final Path path;
    private final Server server;

    UnixPeerTest(@TempDir Path folder) throws IOException {
        path = folder.resolve("s");
        server = UnixServer.listen(path, ServerOptions.defaults(), stage::expose);
    }

    @Override
    Peer connect(PeerOptions options, Consumer<Peer> setup) throws IOException {
        return UnixSocket.connect(path, options, setup);
    }

    @Override
    void stop() {
        server.close();
        stage.close();
    }
}
