package dev.thespis.remote;

import dev.thespis.remote.transport.Transports;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.function.Consumer;

/// Peers over the standard input and output of a child process.
public final class ChildProcess {
    private ChildProcess() {}

    /// Starts a child process and talks to it over its standard input and output. Closing the peer ends the process.
    ///
    /// @param builder the command; what the process writes to its standard error goes where the builder says
    /// @param options how the peer is set up
    /// @param setup exposes services and subscribes to events, before anything is read
    /// @return a peer that runs
    /// @throws IOException if the process can't be started
    public static Peer start(ProcessBuilder builder, PeerOptions options, Consumer<Peer> setup) throws IOException {
        var process = builder.redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        try {
            return Peer.connect(Transports.process(process), options, setup);
        } catch (RuntimeException e) { // thrown by the setup
            process.destroy();
            throw e;
        }
    }

    /// Talks to the process that has started this one. Nothing else may read standard input or write standard output.
    ///
    /// @param options how the peer is set up
    /// @param setup exposes services and subscribes to events, before anything is read
    /// @return a peer that runs
    public static Peer parent(PeerOptions options, Consumer<Peer> setup) {
        return Peer.accept(
                Transports.streams(
                        new FileInputStream(FileDescriptor.in),
                        new FileOutputStream(FileDescriptor.out),
                        "parent process"),
                options,
                setup);
    }
}
