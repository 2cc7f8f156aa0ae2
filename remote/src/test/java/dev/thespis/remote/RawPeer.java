package dev.thespis.remote;

import dev.thespis.remote.control.Cancel;
import dev.thespis.remote.control.Credit;
import dev.thespis.remote.control.Fragment;
import dev.thespis.remote.control.Goodbye;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.control.Offer;
import dev.thespis.remote.control.Ping;
import dev.thespis.remote.control.Pong;
import dev.thespis.remote.control.Release;
import dev.thespis.remote.control.Withdraw;
import dev.thespis.remote.transport.Duplex;
import dev.thespis.wire.Codec;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.FrameLimits;
import dev.thespis.wire.FrameReader;
import dev.thespis.wire.Input;
import dev.thespis.wire.Output;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.ThespisWireFormat;
import dev.thespis.wire.cbor.Cbor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The other end of a connection, byte by byte: a peer of the original, or one that misbehaves.
final class RawPeer implements AutoCloseable {
    private static final Set<Long> CONTROL = Set.of(
            id(Hello.class),
            id(Offer.class),
            id(Withdraw.class),
            id(Release.class),
            id(Credit.class),
            id(Cancel.class),
            id(Ping.class),
            id(Pong.class),
            id(Goodbye.class),
            id(Fragment.class));

    private static final Map<Class<?>, Codec<?>> CODECS = new ConcurrentHashMap<>();

    private final Duplex duplex;
    private final FrameReader frames = new ThespisWireFormat().reader(new FrameLimits(64 << 20, 64 << 20));

    private final Map<Long, ByteArrayOutputStream> rows = new HashMap<>();

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
        hello(256, 1 << 20);
    }

    void hello(int windowMessages, long windowBytes, String... features) throws IOException {
        control(new Hello(1, new byte[16], "raw", "0", 4 << 20, windowMessages, windowBytes, List.of(features)));
    }

    /// Offers nothing; what is sent from here on counts.
    void offer() throws IOException {
        control(new Offer(List.of()));
    }

    /// Sends a record of the control services.
    @SuppressWarnings("unchecked") // the codec is that of the record's own class
    void control(Record message) throws IOException {
        var type = (Class<Record>) message.getClass();
        frame(id(type), 0, hex(type, message));
    }

    static long id(Class<?> control) {
        return ServiceId.of("thespis", control.getSimpleName()).value();
    }

    static <T> String hex(Class<T> type, T value) {
        var out = new Output(256);
        codec(type).write(value, out);
        return HexFormat.of().formatHex(out.array(), 0, out.position());
    }

    /// Made once for each type: that is what takes its time.
    @SuppressWarnings("unchecked") // the codec is that of the type
    private static <T> Codec<T> codec(Class<T> type) {
        return (Codec<T>) CODECS.computeIfAbsent(type, t -> Cbor.codecs().codec(t));
    }

    /// What a frame carries, as a record.
    static <T> T decode(Class<T> type, Received frame) throws DecodeException {
        var bytes = HexFormat.of().parseHex(frame.payload());
        return Cbor.decode(codec(type), new Input(bytes, 0, bytes.length));
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

    /// A fragment of a row; an empty one gives it up.
    void fragment(long row, byte[] piece) throws IOException {
        var out = new Output(piece.length + 8);
        Fragment.write(out, piece, 0, piece.length);
        frame(id(Fragment.class), row, HexFormat.of().formatHex(out.array(), 0, out.position()));
    }

    /// A part of a frame as a fragment.
    void fragment(long row, byte[] frame, int from, int to) throws IOException {
        fragment(row, Arrays.copyOfRange(frame, from, to));
    }

    /// What a fragment carries.
    static byte[] piece(Received fragment) throws DecodeException {
        var bytes = HexFormat.of().parseHex(fragment.payload());
        var in = new Input(bytes, 0, bytes.length);
        return in.bytes(Fragment.read(in));
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

    /// The next frame that is whole, or becomes so by a fragment; null at the end of the stream.
    @Nullable
    Received whole() throws Exception {
        while (true) {
            var frame = receive();
            if (frame == null || frame.sid() != id(Fragment.class)) return frame;
            var row = rows.computeIfAbsent(frame.cid(), fresh -> new ByteArrayOutputStream());
            row.writeBytes(piece(frame));
            var bytes = ByteBuffer.wrap(row.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
            if (bytes.limit() < 24 || bytes.getLong() != bytes.limit()) continue;
            rows.remove(frame.cid());
            return new Received(
                    bytes.getLong(), bytes.getLong(), HexFormat.of().formatHex(row.toByteArray(), 24, bytes.limit()));
        }
    }

    /// The next frame that is not a hello.
    @Nullable
    Received answer() throws Exception {
        while (true) {
            var frame = receive();
            if (frame == null || frame.sid() != ServiceId.of("thespis", "Hello").value()) return frame;
        }
    }

    /// The next frame of a control service; those of others are left out.
    <T> T control(Class<T> type) throws Exception {
        while (true) {
            var frame = receive();
            if (frame == null) throw new AssertionError("the stream ended before a " + type.getSimpleName());
            if (frame.sid() == id(type)) return decode(type, frame);
        }
    }

    /// The next reply or error frame for this call.
    Received answer(long cid) throws Exception {
        while (true) {
            var frame = whole();
            if (frame == null) throw new AssertionError("the stream ended before an answer to " + cid);
            if (frame.cid() == cid && new ServiceId(frame.sid()).isReserved()) return frame;
        }
    }

    /// The next request; control frames are left out.
    Received request() throws Exception {
        while (true) {
            var frame = receive();
            if (frame == null) throw new AssertionError("the stream ended before a request");
            if (!new ServiceId(frame.sid()).isReserved() && !CONTROL.contains(frame.sid())) return frame;
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
