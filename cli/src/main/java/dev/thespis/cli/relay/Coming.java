package dev.thespis.cli.relay;

import dev.thespis.remote.Peer;
import dev.thespis.remote.PeerOptions;
import dev.thespis.remote.Relay;
import dev.thespis.remote.transport.Anonymous;
import dev.thespis.remote.transport.Connector;
import dev.thespis.remote.transport.Duplex;
import dev.thespis.remote.transport.Transports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.Principal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// A stream that is about to be made: who reads or writes waits for it.
///
/// So there is a peer before there is a connection, which takes requests and keeps them as long as they wait for that.
///
/// *Threading.* As [Duplex] says; one thread connects, any one may give up.
final class Coming implements Duplex {
    private final Connector endpoint;
    private final CompletableFuture<Duplex> stream = new CompletableFuture<>();

    Coming(Connector endpoint) {
        this.endpoint = endpoint;
    }

    /// Connects, and waits for that.
    ///
    /// @throws IOException if there is no connection; who reads or writes waits on
    void connect() throws IOException, InterruptedException {
        if (stream.isDone()) return; // closed
        var made = endpoint.connect();
        if (!stream.complete(made)) made.close();
    }

    /// Connects to one who has got nothing, and tells whoever asks that he has certainly not been served.
    void connectToNobody() {
        var ends = Transports.memory();
        if (!stream.complete(ends.getFirst())) return;
        Peer.accept(ends.getLast(), PeerOptions.defaults().withName("nobody"), peer -> peer.expose(Relay.everything()));
    }

    /// Does not connect, unless it has already: the stream fails.
    private void giveUp() {
        stream.completeExceptionally(new ClosedChannelException());
    }

    private Duplex made() throws IOException {
        try {
            return stream.join();
        } catch (CompletionException e) {
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        }
    }

    private @Nullable Duplex now() {
        return stream.isDone() && !stream.isCompletedExceptionally() ? stream.join() : null;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return made().read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return made().write(source);
    }

    @Override
    public void shutdownOutput() throws IOException {
        made().shutdownOutput();
    }

    @Override
    public String remote() {
        return endpoint.name();
    }

    @Override
    public Principal principal() {
        var made = now();
        return made == null ? Anonymous.PRINCIPAL : made.principal();
    }

    @Override
    public Writing writing() {
        var made = now();
        return made == null ? Writing.ONE_THREAD : made.writing();
    }

    @Override
    public boolean isOpen() {
        var made = now();
        return made == null ? !stream.isDone() : made.isOpen();
    }

    @Override
    public void close() throws IOException {
        giveUp();
        var made = now();
        if (made != null) made.close();
    }
}
