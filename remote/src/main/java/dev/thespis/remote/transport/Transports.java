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
    /// @param socket connected; owned by the stream from here on
    /// @return the stream
    /// @throws IOException if the socket is not usable
    public static Duplex socket(Socket socket) throws IOException {
        return new SocketDuplex(socket);
    }

    /// A connected socket channel in blocking mode.
    ///
    /// @param channel owned by the stream from here on
    /// @param remote what the other end is called
    /// @return the stream
    public static Duplex channel(SocketChannel channel, String remote) {
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
