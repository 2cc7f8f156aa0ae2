package dev.thespis.remote.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/// A socket that has no channel: one that goes through a proxy, say. A thread has to wait for what it reads.
final class SocketDuplex implements Duplex {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    SocketDuplex(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /// Made anew whenever it is asked for: a socket knows it after it is closed, too.
    @Override
    public String remote() {
        return ChannelDuplex.named(socket.getRemoteSocketAddress());
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        var count = in.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
        if (count > 0) target.position(target.position() + count);
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        var count = source.remaining();
        out.write(source.array(), source.arrayOffset() + source.position(), count);
        source.position(source.limit());
        return count;
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (!socket.isOutputShutdown()) socket.shutdownOutput();
    }

    @Override
    public Writing writing() {
        return Writing.ANY_THREAD;
    }

    @Override
    public boolean isOpen() {
        return !socket.isClosed();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
