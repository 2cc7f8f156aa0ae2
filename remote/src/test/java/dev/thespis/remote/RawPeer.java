package dev.thespis.remote;

import dev.thespis.remote.control.Hello;
import dev.thespis.remote.transport.Duplex;
import dev.thespis.wire.FrameLimits;
import dev.thespis.wire.FrameReader;
import dev.thespis.wire.Output;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.ThespisWireFormat;
import dev.thespis.wire.cbor.Cbor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The other end of a connection, byte by byte: a peer of the original, or one that misbehaves.
final class RawPeer implements AutoCloseable {
    private final Duplex duplex;
    private final FrameReader frames = new ThespisWireFormat().reader(new FrameLimits(64 << 20, 64 << 20));

    RawPeer(Duplex duplex) {
        this.duplex = duplex;
    }

    /// A frame as it arrived.
    record Received(long sid, long cid, String payload) {}

    void bytes(byte[] bytes) throws IOException {
        duplex.write(ByteBuffer.wrap(bytes));
    }

    void frame(long sid, long cid, String payloadHex) throws IOException {
        bytes(frameBytes(sid, cid, payloadHex));
    }

    void hello() throws IOException {
        var out = new Output(256);
        var hello = new Hello(1, new byte[16], "raw", "0", 4 << 20, 256, 1 << 20, List.of());
        Cbor.codecs().codec(Hello.class).write(hello, out);
        frame(ServiceId.of("thespis", "Hello").value(), 0, HexFormat.of().formatHex(out.array(), 0, out.position()));
    }

    static byte[] frameBytes(long sid, long cid, String payloadHex) {
        var payload = HexFormat.of().parseHex(payloadHex);
        return ByteBuffer.allocate(24 + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(24 + payload.length)
                .putLong(sid)
                .putLong(cid)
                .put(payload)
                .array();
    }

    void header(long length, long sid, long cid) throws IOException {
        bytes(ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .putLong(sid)
                .putLong(cid)
                .array());
    }

    /// The next frame, or null at the end of the stream.
    @Nullable
    Received receive() throws Exception {
        while (frames.next() == FrameReader.Step.MORE) {
            if (frames.fill(duplex) < 0) return null;
        }
        return new Received(
                frames.serviceId(),
                frames.connectionId(),
                HexFormat.of().formatHex(frames.payload().toByteArray()));
    }

    /// The next frame that is not a hello.
    @Nullable
    Received answer() throws Exception {
        while (true) {
            var frame = receive();
            if (frame == null || frame.sid() != ServiceId.of("thespis", "Hello").value()) return frame;
        }
    }

    void shutdownOutput() throws IOException {
        duplex.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        duplex.close();
    }
}
