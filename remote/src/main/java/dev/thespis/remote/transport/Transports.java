package dev.thespis.remote.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.List;

/// Makes duplex streams of what the JDK has.
public final class Transports {
    private Transports() {}

    /// A connected TCP socket. Delays for small packets are switched off, keep-alive probes on.
    ///
    /// @param socket connected; owned by the stream from here on. A thread waits for what it reads, unless it belongs
    /// to a channel
    /// @return the stream
    /// @throws IOException if the socket is not usable
    public static Duplex socket(Socket socket) throws IOException {
        var channel = socket.getChannel();
        return channel == null ? new SocketDuplex(socket) : new ChannelDuplex(channel, null);
    }

    /// A connected socket channel, whose other end is called by its address. If it is a TCP connection, delays for
    /// small packets are switched off, and keep-alive probes on.
    ///
    /// @param channel owned by the stream from here on, which puts it into non-blocking mode
    /// @return the stream
    /// @throws IOException if the channel is not usable
    public static SelectableDuplex channel(SocketChannel channel) throws IOException {
        return new ChannelDuplex(channel, null);
    }

    /// The same for a channel whose other end has no address of use: a Unix domain socket's.
    ///
    /// @param channel owned by the stream from here on, which puts it into non-blocking mode
    /// @param remote what the other end is called
    /// @return the stream
    /// @throws IOException if the channel is not usable
    public static SelectableDuplex channel(SocketChannel channel, String remote) throws IOException {
        return new ChannelDuplex(channel, remote);
    }

    /// A pair of streams: the standard streams of this process, say.
    ///
    /// Closing waits for a read that no close of the input stream can end, as is so for the standard input of some
    /// systems.
    ///
    /// @param in where to read
    /// @param out where to write; flushed after each write
    /// @param remote what the other end is called
    /// @return the stream
    public static Duplex streams(InputStream in, OutputStream out, String remote) {
        return new StreamDuplex(in, out, remote, () -> {});
    }

    /// The standard streams of a child process, which is ended when the stream is closed.
    ///
    /// @param process with its standard input and output as pipes
    /// @return the stream
    public static Duplex process(Process process) {
        return new StreamDuplex(
                process.getInputStream(), process.getOutputStream(), "process " + process.pid(), process::destroy);
    }

    /// Two ends in this process, joined by rings of 64 KiB in each direction.
    ///
    /// @return exactly two streams
    public static List<Duplex> memory() {
        var there = new MemoryPipe();
        var back = new MemoryPipe();
        return List.of(new MemoryDuplex(back, there, "memory:b"), new MemoryDuplex(there, back, "memory:a"));
    }
}
