package dev.thespis.remote;

import dev.thespis.remote.transport.Transports;
import java.util.List;
import java.util.function.Consumer;

final class MemoryPressureTest extends PressureContract {
    @Override
    List<Peer> connect(PeerOptions near, Consumer<Peer> nearSetup, PeerOptions far, Consumer<Peer> farSetup) {
        var ends = Transports.memory();
        var other = Peer.accept(ends.get(1), far, farSetup);
        return List.of(Peer.connect(ends.get(0), near, nearSetup), other);
    }

    @Override
    void stop() {
        // nothing but the two peers was started
    }
}
