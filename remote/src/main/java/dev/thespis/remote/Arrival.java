package dev.thespis.remote;

import dev.thespis.remote.control.Metadata;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import org.jspecify.annotations.Nullable;

/// The request that the reader has at hand: what its frame and its metadata say.
///
/// There is one for each reader, used again for each request: whoever wants to keep something copies it. Belongs to the
/// reader thread.
final class Arrival {
    final Connection connection;
    long sid;
    long cid;
    long bytes;
    long nanos;
    long remainingMicros;
    ReceiveWindows.@Nullable Inflow inflow;

    /// What the frame carries: at its beginning for who passes it on, behind the metadata for who decodes it.
    private Input payload = new Input(new byte[0], 0, 0);

    private int messageOffset;

    Arrival(Connection connection) {
        this.connection = connection;
    }

    /// Reads the metadata.
    void open(Input frame) throws DecodeException {
        payload = frame;
        remainingMicros = Metadata.read(payload);
        messageOffset = payload.offset();
    }

    /// The message alone.
    Input message() {
        payload.offset(messageOffset);
        return payload;
    }

    /// The metadata and the message.
    Input whole() {
        payload.offset(0);
        return payload;
    }

    boolean isCall() {
        return cid != 0;
    }
}
