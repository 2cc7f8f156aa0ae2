package dev.thespis.remote;

import dev.thespis.remote.transport.Transports;
import java.util.function.Consumer;

final class MemoryTopicTest extends TopicContract {
    @Override
    Peer connect(Consumer<Peer> accepted, Consumer<Peer> setup) {
        var ends = Transports.memory();
        Peer.accept(ends.get(1), PeerOptions.defaults(), accepted);
        return Peer.connect(ends.get(0), PeerOptions.defaults(), setup);
    }

    @Override
    void stop() {}
}
