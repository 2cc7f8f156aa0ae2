package dev.thespis.remote;

import dev.thespis.remote.control.Hops;
import dev.thespis.remote.control.Metadata;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.Input;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The request that the reader has at hand: what its frame and its metadata say.
///
/// There is one for each reader, used again for each request: whoever wants to keep something copies it. Belongs to the
/// reader thread.
final class Arrival {
    /// Beyond this it makes no difference, and sums of times would overflow.
    private static final long LONGEST_MICROS = TimeUnit.DAYS.toMicros(365);

    final Connection connection;
    long sid;
    long cid;
    long bytes;
    long nanos;
    long remainingMicros;
    int hops;

    /// Whether it came in fragments: its payload may be kept, and decoding it would hold the reader up.
    boolean isLong;

    @Nullable
    TraceContext trace;

    ReceiveWindows.@Nullable Inflow inflow;

    private Input payload = new Input(new byte[0], 0, 0);
    private int bodyOffset;
    private int messageOffset;

    Arrival(Connection connection) {
        this.connection = connection;
    }

    /// Reads what comes before the message.
    void open(Input frame) throws DecodeException {
        payload = frame;
        hops = Hops.read(frame);
        bodyOffset = frame.offset();
        trace = null;
        remainingMicros = Metadata.readShortTtl(frame);
        if (remainingMicros == Metadata.NONE) openAny(frame);
        messageOffset = frame.offset();
    }

    private void openAny(Input frame) throws DecodeException {
        var metadata = Metadata.read(frame);
        remainingMicros = Math.min(metadata.remainingMicros(), LONGEST_MICROS);
        trace = metadata.traceparent().isEmpty() ? null : trace(metadata);
    }

    private static @Nullable TraceContext trace(Metadata metadata) {
        return TraceContext.read(
                metadata.traceparent().orElse(""), metadata.tracestate().orElse(""));
    }

    /// The message, to be decoded.
    Input message() {
        payload.offset(messageOffset);
        return payload;
    }

    /// A copy of the metadata and the message.
    byte[] body() {
        payload.offset(bodyOffset);
        return payload.toByteArray();
    }

    /// How much of the body comes before the message.
    int metadataBytes() {
        return messageOffset - bodyOffset;
    }
}
