package dev.thespis.remote.tls;

import dev.thespis.remote.transport.Anonymous;
import dev.thespis.remote.transport.Duplex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// TLS 1.3 over another stream.
///
/// An `SSLSocket` would be less code, but its reader writes: the answer to a key update waits behind a write that is in
/// progress, and two sides that write much to each other could so wait for each other. Here the reader never writes.
/// What TLS wants to answer is written with the next data, as RFC 8446, 4.6.3 allows; since nothing of it is kept but
/// what the other side makes us owe, its records without data are limited.
///
/// The end of the stream in one direction is the alert `close_notify`, and nothing else: a stream that ends without it
/// was cut by somebody. Having received it, this side may go on writing.
///
/// *Threading.* As [Duplex] says. What is read into, `net` and `plain`, belongs to the thread that shakes hands and
/// then to the one that reads; the buffer that is written from to the thread that writes. The engine has a lock of its
/// own and never waits.
///
/// *Limits.* An idle connection holds a buffer of 2 KiB; it grows to 32 KiB while much is read. Buffers for writing are
/// shared by all connections.
final class TlsDuplex implements Duplex {
    private static final int SMALL_BYTES = 2 * 1024;
    private static final int LARGE_BYTES = 32 * 1024;
    private static final int SPARE_BUFFERS = 64;
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);
    private static final ArrayBlockingQueue<ByteBuffer> SPARE = new ArrayBlockingQueue<>(SPARE_BUFFERS);

    /// Records without data that are accepted in any case, and one more for so many bytes of data. Others send a few
    /// session tickets, and a new key after some gigabytes.
    private static final int EMPTY_RECORDS = 64;

    private static final int BYTES_PER_EMPTY_RECORD = 1 << 20;

    private static final byte ALERT = 21;
    private static final byte HANDSHAKE = 22;
    private static final byte VERSION = 3;

    private final Duplex under;
    private final SSLEngine engine;
    private final String with;
    private ByteBuffer net = ByteBuffer.allocate(SMALL_BYTES).flip();
    private ByteBuffer plain = NONE;
    private boolean recognised;
    private boolean ended;
    private int lastRead;
    private long dataBytes;
    private long emptyRecords;
    private volatile Principal principal = Anonymous.PRINCIPAL;

    /// @param with what the other side is, for people to read
    TlsDuplex(Duplex under, SSLEngine engine, String with) {
        this.under = under;
        this.engine = engine;
        this.with = with;
    }

    String with() {
        return with;
    }

    /// Shakes hands; before anything is read or written.
    ///
    /// @throws IOException what is wrong, a [HandshakeException] if that is known
    void handshake() throws IOException {
        engine.beginHandshake();
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> sendHandshake();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> receiveHandshake();
                case FINISHED, NOT_HANDSHAKING -> {
                    principal = authenticated();
                    return;
                }
            }
        }
    }

    private void runTasks() {
        for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) task.run();
    }

    private void sendHandshake() throws IOException {
        if (wrap(NONE).getStatus() == SSLEngineResult.Status.CLOSED) throw closed();
    }

    private void receiveHandshake() throws IOException {
        switch (engine.unwrap(net, NONE).getStatus()) {
            case OK -> {}
            case BUFFER_UNDERFLOW -> {
                if (!fetch()) throw closed();
                if (!recognised) recognise();
            }
            case CLOSED -> throw closed();
            case BUFFER_OVERFLOW -> throw new IOException("there was data where a handshake should be");
        }
    }

    private HandshakeException closed() {
        return HandshakeException.of(HandshakeException.Reason.CLOSED, with, "", null);
    }

    /// Tells who does not speak TLS before the engine finds it strange.
    private void recognise() throws HandshakeException {
        var type = net.get(net.position());
        var known = type == HANDSHAKE || type == ALERT;
        if (known && net.remaining() < 2) return;
        recognised = true;
        if (known && net.get(net.position() + 1) == VERSION) return;
        throw HandshakeException.of(HandshakeException.Reason.NOT_TLS, with, beginning(), null);
    }

    private String beginning() {
        var bytes = Arrays.copyOfRange(net.array(), net.position(), net.position() + Math.min(net.remaining(), 8));
        var isLength = bytes.length == Long.BYTES;
        for (var n = 2; n < bytes.length; n++) isLength &= bytes[n] == 0;
        if (isLength) return "it speaks Thespis without TLS";
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        var isText = text.chars().allMatch(c -> c >= ' ' && c <= '~');
        return "it begins with "
                + (isText ? "'" + text + "'" : HexFormat.ofDelimiter(" ").formatHex(bytes));
    }

    private Principal authenticated() throws HandshakeException {
        try {
            var chain = Arrays.stream(engine.getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
            checkTime(chain);
            return new Certified(chain);
        } catch (SSLPeerUnverifiedException e) {
            return Anonymous.PRINCIPAL;
        }
    }

    /// The JDK does not look at the time of a certificate that is itself among those that are trusted.
    private void checkTime(List<X509Certificate> chain) throws HandshakeException {
        try {
            chain.getFirst().checkValidity();
        } catch (CertificateException e) {
            throw HandshakeException.of(HandshakeException.Reason.EXPIRED, with, String.valueOf(e.getMessage()), e);
        }
    }

    /// After a handshake that failed: says why, and reads on until the other side has ended the connection. If it were
    /// closed with something unread, the system would throw away what is on its way.
    void farewell() {
        try {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                    && wrap(NONE).bytesProduced() > 0) {}
            under.shutdownOutput();
            while (under.read(net.clear()) >= 0) {}
        } catch (IOException e) {
            // the handshake has failed already, for a better reason
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            while (!plain.hasRemaining()) {
                if (ended) return -1;
                var result = engine.unwrap(net, target);
                switch (result.getStatus()) {
                    case OK -> {
                        dataBytes += result.bytesProduced();
                        if (result.bytesProduced() > 0) return result.bytesProduced();
                        empty(result);
                    }
                    case BUFFER_OVERFLOW -> unwrapAside();
                    case BUFFER_UNDERFLOW -> more();
                    case CLOSED -> ended = true;
                }
            }
        } catch (SSLException e) {
            throw explained(e);
        }
        return move(target);
    }

    private void empty(SSLEngineResult result) throws IOException {
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) runTasks();
        if (++emptyRecords > EMPTY_RECORDS + dataBytes / BYTES_PER_EMPTY_RECORD)
            throw new IOException("the other side sends TLS records without data, more than " + EMPTY_RECORDS);
    }

    /// There is less room for the data than it might need; which shows before all of the record has come.
    private void unwrapAside() throws IOException {
        var bytes = engine.getSession().getApplicationBufferSize();
        if (plain.capacity() < bytes) plain = ByteBuffer.allocate(bytes);
        SSLEngineResult result;
        try {
            result = engine.unwrap(net, plain.clear());
        } finally {
            plain.flip();
        }
        switch (result.getStatus()) {
            case OK -> {
                dataBytes += plain.remaining();
                if (!plain.hasRemaining()) empty(result);
            }
            case BUFFER_UNDERFLOW -> more();
            case BUFFER_OVERFLOW -> throw new IOException("a TLS record does not fit into " + bytes + " bytes");
            case CLOSED -> ended = true;
        }
    }

    private void more() throws IOException {
        if (!fetch())
            throw new IOException("the stream has ended without the other side's close_notify: somebody has cut it");
    }

    private int move(ByteBuffer target) {
        var count = Math.min(target.remaining(), plain.remaining());
        target.put(plain.array(), plain.position(), count);
        plain.position(plain.position() + count);
        return count;
    }

    /// With TLS 1.3, a client has finished before the server has looked at its certificate.
    private static IOException explained(SSLException e) {
        var message = String.valueOf(e.getMessage());
        return message.contains("Received fatal alert")
                ? new IOException("the other side has refused this one: " + message, e)
                : e;
    }

    /// Reads more, into a buffer that is as large as what comes at once.
    ///
    /// @return false at the end of the stream
    private boolean fetch() throws IOException {
        if (net.remaining() == net.capacity() || (lastRead == net.capacity() && lastRead < LARGE_BYTES))
            net = ByteBuffer.allocate(net.capacity() * 2).put(net);
        else if (!net.hasRemaining() && lastRead < SMALL_BYTES) rest();
        else net.compact();
        lastRead = under.read(net);
        net.flip();
        return lastRead >= 0;
    }

    private void rest() {
        if (net.capacity() > SMALL_BYTES) net = ByteBuffer.allocate(SMALL_BYTES);
        else net.clear();
        plain = NONE;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        var count = source.remaining();
        while (source.hasRemaining()) {
            var result = wrap(source);
            if (result.getStatus() == SSLEngineResult.Status.CLOSED || result.bytesProduced() == 0)
                throw new IOException("nothing can be written: TLS has ended");
        }
        return count;
    }

    /// Writes one record: what TLS itself has to say, or some of the data.
    private SSLEngineResult wrap(ByteBuffer source) throws IOException {
        var bytes = engine.getSession().getPacketBufferSize();
        var spare = SPARE.poll();
        var out = spare != null && spare.capacity() >= bytes ? spare.clear() : ByteBuffer.allocate(bytes);
        try {
            var result = engine.wrap(source, out);
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW)
                throw new IOException("a TLS record does not fit into " + bytes + " bytes");
            if (out.flip().hasRemaining()) under.write(out);
            return result;
        } finally {
            var unused = SPARE.offer(out);
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        engine.closeOutbound();
        while (!engine.isOutboundDone() && wrap(NONE).bytesProduced() > 0) {}
    }

    @Override
    public String remote() {
        return under.remote();
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public Writing writing() {
        return under.writing();
    }

    @Override
    public boolean isOpen() {
        return under.isOpen();
    }

    /// Closes the stream below, which ends reads and writes that wait. Nothing more is said: if the output was not shut
    /// down before, the other side learns that it was cut.
    @Override
    public void close() throws IOException {
        under.close();
    }
}
