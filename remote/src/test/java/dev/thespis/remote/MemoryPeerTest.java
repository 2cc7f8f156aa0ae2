package dev.thespis.remote;

import dev.thespis.remote.transport.Transports;
import java.util.function.Consumer;

final class MemoryPeerTest extends PeerContract {
    private final Stage stage = new Stage();

    @Override
    Peer connect(PeerOptions options, Consumer<Peer> setup) {
        var ends = Transports.memory();
        Peer.accept(ends.get(1), PeerOptions.defaults(), stage::expose);
        return Peer.connect(ends.get(0), options, setup);
    }

    @Override
    void stop() {
        stage.close();
    }
}
