package dev.thespis.cli;

import dev.thespis.wire.ServiceId;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server as the original is one, byte by byte: it says nothing by itself, ignores sends to services that it does not
/// know, and answers calls of them with an error. The only service that it knows replies 42.
final class LegacyServer implements AutoCloseable {
    static final String SERVICE = "remotes::Add";

    private static final int HEADER_BYTES = 24;
    private static final long REPLY = -1;
    private static final long ERROR = 0;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Frame> received = new CopyOnWriteArrayList<>();

    /// A frame as it came.
    record Frame(ServiceId service, long call, String payload) {}

    LegacyServer() throws IOException {
        Thread.ofVirtual().name("legacy-acceptor").start(this::accept);
    }

    String target() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /// All that has been received on all connections, in order.
    List<Frame> received() {
        return received;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().name("legacy-connection").start(() -> serve(socket));
            } catch (IOException e) {
                // closed by the test
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            while (true) {
                var frame = read(in);
                received.add(frame);
                if (frame.call() != 0) socket.getOutputStream().write(answer(frame));
            }
        } catch (EOFException e) {
            // the client has closed its end, and so does this one
        } catch (IOException e) {
            // the client has gone without a word
        }
    }

    private static Frame read(DataInputStream in) throws IOException {
        var header = ByteBuffer.wrap(in.readNBytes(HEADER_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        if (header.remaining() < HEADER_BYTES) throw new EOFException();
        var payloadBytes = (int) header.getLong() - HEADER_BYTES;
        var service = new ServiceId(header.getLong());
        var call = header.getLong();
        return new Frame(service, call, HexFormat.of().formatHex(in.readNBytes(payloadBytes)));
    }

    private static byte[] answer(Frame frame) {
        if (frame.service().equals(ServiceId.of("remotes", "Add"))) return frame(REPLY, frame.call(), "182a");
        return frame(
                ERROR,
                frame.call(),
                "a16e556e6b6e6f776e53657276696365a2" // {"UnknownService": {
                        + "63736964a165696e6e6572a16269641b" // "sid": {"inner": {"id": …}}
                        + HexFormat.of().toHexDigits(frame.service().value())
                        + "63636964a165696e6e6572a16269641b" // "cid": {"inner": {"id": …}}
                        + HexFormat.of().toHexDigits(frame.call()));
    }

    private static byte[] frame(long service, long call, String payload) {
        var bytes = HexFormat.of().parseHex(payload);
        return ByteBuffer.allocate(HEADER_BYTES + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(HEADER_BYTES + bytes.length)
                .putLong(service)
                .putLong(call)
                .put(bytes)
                .array();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
