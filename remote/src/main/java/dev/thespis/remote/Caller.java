package dev.thespis.remote;

import dev.thespis.actor.internal.Envelope;
import java.security.Principal;

/// Who sent the message that is being handled: the other end of the connection it came through.
///
/// *Guarantees.* It is the same object for all messages of a connection, and its attributes live as long as that.
///
/// *Threading.* Safe for use by any number of threads.
public final class Caller {
    /// Who is at a gate that is asked on another thread than that of a handler.
    static final ScopedValue<Caller> AT_GATE = ScopedValue.newInstance();

    private final Peer peer;
    private final Attributes attributes = new Attributes();
    private volatile Attributes earlier = new Attributes();

    Caller(Peer peer) {
        this.peer = peer;
    }

    /// Whose message this thread's handler handles, or its gate looks at. Threads that the handler starts have no
    /// caller, nor have messages that came from this process.
    ///
    /// @return the caller
    /// @throws IllegalStateException if the message came from this process, or none is being handled
    public static Caller current() {
        if (AT_GATE.isBound()) return AT_GATE.get();
        if (Envelope.current() instanceof InboundRequest request) return request.caller();
        throw new IllegalStateException(
                "there is no remote caller here: Caller.current() is for the thread of a handler"
                        + " whose message came over a connection; ask isRemote() first");
    }

    /// Whether [#current()] has an answer.
    ///
    /// @return false if the message came from this process, or none is being handled
    public static boolean isRemote() {
        return AT_GATE.isBound() || Envelope.current() instanceof InboundRequest;
    }

    /// This side's end of the connection.
    ///
    /// @return the peer, to call back or to expose more services on
    public Peer peer() {
        return peer;
    }

    /// Where the other end is, for people to read; who connects through a proxy or a relay has its address.
    ///
    /// @return host and port, or what the transport calls it
    public String remoteAddress() {
        return peer.remoteAddress();
    }

    /// Whom the transport has authenticated, by a TLS certificate for example.
    ///
    /// @return [dev.thespis.remote.transport.Anonymous#PRINCIPAL] if it has nobody
    public Principal principal() {
        return peer.principal();
    }

    /// What has been noted about the other end, by a login for example.
    ///
    /// @return attributes that last as long as the connection
    public Attributes attributes() {
        return attributes;
    }

    /// What had been noted about the same client on its connection before this one, if the server still remembers: a
    /// client is the same if it says the same incarnation and has the same principal. See [ServerOptions#returning()].
    /// It is a copy of how they stood when the client came back: the connection before may still be open.
    ///
    /// That is no proof: a client that has learned another's incarnation can say it. Take over what helps, and let it
    /// log in again for what it may do.
    ///
    /// @return without attributes if there was none, or the client is of the original
    public Attributes earlier() {
        return earlier;
    }

    /// Set by the reader thread before it hands any request over.
    void earlier(Attributes there) {
        earlier = there;
    }

    @Override
    public String toString() {
        return "Caller[" + peer.name() + "]";
    }
}
