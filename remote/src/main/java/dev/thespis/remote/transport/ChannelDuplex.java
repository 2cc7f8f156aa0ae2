package dev.thespis.remote.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A connected socket channel in blocking mode: a Unix domain socket, say.
final class ChannelDuplex implements Duplex {
    private final SocketChannel channel;
    private final String remote;

    ChannelDuplex(SocketChannel channel, String remote) {
        this.channel = channel;
        this.remote = remote;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        var count = source.remaining();
        while (source.hasRemaining()) channel.write(source);
        return count;
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public String remote() {
        return remote;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
