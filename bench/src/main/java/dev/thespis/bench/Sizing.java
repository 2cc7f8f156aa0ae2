package dev.thespis.bench;

import dev.thespis.actor.Actor;
import dev.thespis.actor.Handlers;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Nursery;
import dev.thespis.remote.Limits;
import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.ServerOptions;
import dev.thespis.remote.Services;
import dev.thespis.remote.TcpServer;
import dev.thespis.remote.control.Fragment;
import dev.thespis.remote.control.Hello;
import dev.thespis.remote.control.Offer;
import dev.thespis.wire.Codec;
import dev.thespis.wire.FrameLimits;
import dev.thespis.wire.FrameTooLargeException;
import dev.thespis.wire.Output;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.ThespisWireFormat;
import dev.thespis.wire.cbor.Cbor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/// Measures how much heap a connection holds whose client fills everything that it can, beside what the limits allow,
/// see `docs/sizing.md`. Clients are plain sockets in the same process, which hold nothing themselves.
public final class Sizing {
    private static final int CLIENTS = 8;
    private static final int SERVICES = 2;
    private static final int SMALL_BYTES = 1_000;

    private Sizing() {}

    /// What the server does.
    @Namespace("sizing")
    public interface Store {
        /// Is never handled to its end, nor what comes behind.
        record Keep(byte[] bytes) implements Message<Store, Void> {}

        /// Is answered with as many bytes.
        record Fill(int bytes) implements Message<Store, byte[]> {}
    }

    private record Shelf(CountDownLatch release) implements Actor<Store> {
        @Override
        public Handlers<Store> handlers() {
            return Handlers.of(Store.class)
                    .on(Store.Keep.class, keep -> {
                        release.await();
                        return null;
                    })
                    .on(Store.Fill.class, fill -> new byte[fill.bytes()]);
        }
    }

    /// Starts the measurement.
    ///
    /// @param args none
    /// @throws Exception if it fails
    public static void main(String... args) throws Exception {
        System.out.println("| frames and `sendFrameBytes` | `windowBytes` and `requestBytes` | `replyBytes` |"
                + " computed, bytes | measured, bytes |");
        System.out.println("|---|---|---|---|---|");
        measure(64 << 10, 64 << 10, 256 << 10);
        measure(256 << 10, 256 << 10, 1 << 20);
        measure(1 << 20, 1 << 20, 16 << 20);
        measure(4 << 20, 1 << 20, 64 << 20);
    }

    private static void measure(int frameBytes, int windowBytes, int replyBytes) throws Exception {
        var limits = Limits.defaults()
                .withFrames(new FrameLimits(frameBytes, 64 << 20))
                .withSendFrameBytes(frameBytes)
                .withWindowMessages(100_000)
                .withWindowBytes(windowBytes)
                .withRequestBytes(windowBytes)
                .withReplyBytes(replyBytes)
                .withFrameTime(Duration.ofHours(1))
                .withPingAfter(Duration.ofHours(1)) // which the clients would not answer
                .withWriteTime(Duration.ofHours(1));
        var options = ServerOptions.defaults().withPeers(PeerOptions.defaults().withLimits(limits));
        var release = new CountDownLatch(1);
        var peers = new CopyOnWriteArrayList<Peer>();
        var sockets = new ArrayList<Socket>();
        var loopback = InetAddress.getLoopbackAddress();
        try (var nursery = Nursery.open("sizing");
                var server = TcpServer.listen(new InetSocketAddress(loopback, 0), options, peer -> {
                    peers.add(peer);
                    peer.expose(Services.of(Store.class, nursery.spawn(Store.class, () -> new Shelf(release))));
                })) {
            try {
                sockets.add(filled(loopback, server.port(), limits, peers));
                var before = heapBytes();
                for (var i = 0; i < CLIENTS; i++) sockets.add(filled(loopback, server.port(), limits, peers));
                System.out.printf(
                        Locale.ROOT,
                        "| %,d | %,d | %,d | %,d | %,d |%n",
                        frameBytes,
                        windowBytes,
                        replyBytes,
                        limits.footprint(SERVICES).totalBytes(),
                        (heapBytes() - before) / CLIENTS);
            } finally {
                release.countDown();
                for (var socket : sockets) socket.close();
            }
        }
    }

    /// A client that has sent all that it may, and reads nothing.
    private static Socket filled(InetAddress host, int port, Limits limits, List<Peer> peers) throws Exception {
        var sockets = peers.size() + 1;
        var socket = new Socket();
        socket.setReceiveBufferSize(4 << 10); // so that answers stay with the server
        socket.connect(new InetSocketAddress(host, port));
        var frame = (int) limits.frames().acceptBytes();
        var hello = new Hello(1, new byte[16], "sizing", "1", 64 << 20, 256, 64 << 20, List.of(Fragment.FEATURE));
        write(socket, "thespis", 0, hello);
        write(socket, "thespis", 0, new Offer(List.of()));
        var answers = limits.replyBytes() / frame; // with more, the next error frame would end the connection
        for (var cid = 1; cid <= answers; cid++) write(socket, "sizing", cid, new Store.Fill(frame - 100));
        var kept = 0;
        var left = limits.windowBytes() * 2 / 3;
        for (; left > 0; left -= SMALL_BYTES + 100, kept++)
            write(socket, "sizing", 0, new Store.Keep(new byte[SMALL_BYTES]));
        half(socket, (int) Math.min(frame, limits.windowBytes()));
        while (peers.size() < sockets) LockSupport.parkNanos(1_000_000);
        var peer = peers.getLast();
        var expected = kept;
        while (peer.stats().incoming().requests() != expected) LockSupport.parkNanos(1_000_000);
        return socket;
    }

    /// A request in fragments of which the last byte is missing, and a frame of which most is.
    private static void half(Socket socket, int frame) throws Exception {
        var whole = encoded("sizing", 0, new Store.Keep(new byte[frame / 3]));
        var format = new ThespisWireFormat().writer(Integer.MAX_VALUE);
        for (var at = 0; at < whole.position() - 1; at += 30_000) {
            var out = new Output(64 << 10);
            var start = format.begin(out, ServiceId.of("thespis", "Fragment").value(), 1);
            Fragment.write(out, whole.array(), at, Math.min(30_000, whole.position() - 1 - at));
            format.end(out, start);
            socket.getOutputStream().write(out.array(), 0, out.position());
        }
        socket.getOutputStream().write(whole.array(), 0, whole.position() / 2);
    }

    private static <T> void write(Socket socket, String namespace, long cid, T message) throws Exception {
        var out = encoded(namespace, cid, message);
        socket.getOutputStream().write(out.array(), 0, out.position());
    }

    @SuppressWarnings("unchecked") // a codec for the class of the message
    private static <T> Output encoded(String namespace, long cid, T message) throws FrameTooLargeException {
        var codec = (Codec<T>) Cbor.codecs().codec(message.getClass());
        var format = new ThespisWireFormat().writer(Integer.MAX_VALUE);
        var out = new Output(256);
        var name = message.getClass().getSimpleName();
        var start = format.begin(out, ServiceId.of(namespace, name).value(), cid);
        codec.write(message, out);
        format.end(out, start);
        return out;
    }

    private static long heapBytes() {
        var least = Long.MAX_VALUE;
        var runtime = Runtime.getRuntime();
        for (var i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
