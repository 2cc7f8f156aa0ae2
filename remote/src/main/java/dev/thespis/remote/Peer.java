package dev.thespis.remote;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.Observable;
import dev.thespis.remote.Connection.Side;
import dev.thespis.remote.transport.Duplex;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// One end of one connection: what it exposes to the other end, and how that is reached.
///
/// *Guarantees.* As those of [Address]. A peer exposes nothing but what was given to [#expose].
///
/// *Threading.* Safe for use by any number of threads.
///
/// *Failure.* What goes wrong is an event; a call that waits fails with its reason, when the connection ends at the
/// latest.
///
/// *Ownership.* The peer owns its stream. When [#close] returns, everything that it started has ended.
///
/// *Limits.* [Limits], one record for all.
public final class Peer implements AutoCloseable {
    private final Connection connection;

    private Peer(Connection connection) {
        this.connection = connection;
        connection.caller(this);
    }

    /// Starts a peer over a stream, as the side that connected.
    ///
    /// @param duplex owned by the peer from here on
    /// @param options how it is set up
    /// @param setup exposes services and subscribes to events, before anything is read
    /// @return a peer that runs
    public static Peer connect(Duplex duplex, PeerOptions options, Consumer<Peer> setup) {
        return start(duplex, options, setup, Side.CONNECTING);
    }

    /// Starts a peer over a stream, as the side that was connected to: the other side owes the first frame.
    ///
    /// @param duplex owned by the peer from here on
    /// @param options how it is set up
    /// @param setup exposes services and subscribes to events, before anything is read
    /// @return a peer that runs
    public static Peer accept(Duplex duplex, PeerOptions options, Consumer<Peer> setup) {
        return start(duplex, options, setup, Side.ACCEPTING);
    }

    private static Peer start(Duplex duplex, PeerOptions options, Consumer<Peer> setup, Side side) {
        var connection = new Connection(duplex, options, side);
        var peer = new Peer(connection);
        connection.greet();
        try {
            setup.accept(peer);
        } catch (RuntimeException e) {
            connection.ending().neverStarted("its setup failed: " + e); // somebody may wait for the peer already
            throw e;
        }
        connection.start();
        return peer;
    }

    /// The address of what the other side exposes under the namespace that the protocol is annotated with.
    ///
    /// Nothing is asked over the wire: if the other side does not expose it, calls fail with `UnknownService`.
    ///
    /// @param protocol annotated with `@Namespace`
    /// @param <P> the protocol
    /// @return an address
    /// @throws IllegalArgumentException if the protocol has no namespace, or a type that can't go over the wire
    public <P> Address<P> address(Class<P> protocol) {
        var contract = Contract.of(protocol, connection.options().codecs());
        return address(contract, contract.entries().getFirst().namespace());
    }

    /// The address of what the other side exposes under a namespace.
    ///
    /// @param protocol the messages
    /// @param namespace under which they are exposed; not `thespis`, nor anything that begins with `cap:`
    /// @param <P> the protocol
    /// @return an address
    /// @throws IllegalArgumentException if it can't be that namespace, or the protocol has a type that can't go
    /// over the wire
    public <P> Address<P> address(Class<P> protocol, String namespace) {
        return address(Contract.of(protocol, namespace, connection.options().codecs()), namespace);
    }

    /// The address of services that a contract is made of.
    <P> RemoteAddress<P> address(Contract contract, String namespace) {
        connection.control().offers().use(contract);
        return new RemoteAddress<>(connection, contract, namespace);
    }

    /// A service of the other side, for tools that do not have the classes of its messages.
    ///
    /// @param namespace under which it is exposed
    /// @param name of the message
    /// @return the service
    public RawService service(String namespace, String name) {
        return new RawService(connection, namespace, name);
    }

    /// Exposes services, besides those that are exposed already, from now on. The other side is told.
    ///
    /// Requests that arrive before are answered with `UnknownService`; expose in the `setup` what is to be there from
    /// the first frame on. When the other side learns of a service, it is there; so if a handler exposes services and
    /// then returns, its caller can use them. On a peer that has ended, nothing happens.
    ///
    /// @param services what to expose; its handlers run in their own actors, never in the peer's threads
    /// @throws IllegalArgumentException if one of them is exposed already; then none of them is
    public void expose(ServiceMap services) {
        services.attach(connection);
    }

    /// Exposes services no more. Requests that have arrived are handled and answered; those that come later are
    /// answered with `UnknownService`, after the other side has been told.
    ///
    /// @param services what was exposed, or an equal map: one with the same services, addresses and gates
    /// @throws IllegalArgumentException if one of them is not exposed; then all of them stay
    public void withdraw(ServiceMap services) {
        services.detach(connection);
    }

    /// Exposes a single service no more, whatever map it is of.
    ///
    /// @param namespace of the service
    /// @param name of its message
    /// @throws IllegalArgumentException if it is not exposed, or by a relay, which goes as a whole
    public void withdraw(String namespace, String name) {
        connection.withdraw(namespace, name);
    }

    /// Puts other services in the place of some, at once: no request in between finds neither. The other side is told
    /// only of what it can notice: services that come or go, or have other types.
    ///
    /// Requests that have arrived are handled by the old actors, perhaps later than the first ones that the new actors
    /// get; to have them in order, let the old ones end first.
    ///
    /// @param old what was exposed
    /// @param fresh what is exposed from now on
    /// @throws IllegalArgumentException if one of the old ones is not exposed, or one of the new ones is already; then
    /// nothing changes
    public void replace(Services old, Services fresh) {
        connection.change(old.services(), fresh.services());
    }

    /// What has been noted about the other end, by a login for example; what a handler finds in its [Caller].
    ///
    /// @return attributes that last as long as the connection
    public Attributes attributes() {
        return connection.caller().attributes();
    }

    /// What had been noted about the other end on its connection before; what a handler finds in its
    /// [Caller#earlier()].
    ///
    /// @return without attributes if this is no server's peer, or the first connection
    public Attributes earlier() {
        return connection.caller().earlier();
    }

    /// Where the other end is, for people to read.
    ///
    /// @return host and port, or what the transport calls it
    public String remoteAddress() {
        return connection.duplex().remote();
    }

    /// Whom the transport has authenticated, by a TLS certificate for example.
    ///
    /// @return [dev.thespis.remote.transport.Anonymous#PRINCIPAL] if it has nobody
    public Principal principal() {
        return connection.duplex().principal();
    }

    /// What has happened, from when one subscribes on. The last event is [PeerEvent.Closed].
    ///
    /// @return events; see `docs/semantics.md` for which come when
    public Observable<PeerEvent> events() {
        return connection.events();
    }

    /// What is known about the software at the other end.
    ///
    /// @return `Unknown` until its first frame has arrived
    public RemoteInfo remote() {
        return connection.control().remote();
    }

    /// Waits for the first frame of the other side, which tells what it is.
    ///
    /// @param wait how long at most
    /// @return `Unknown` if nothing has arrived in that time
    /// @throws InterruptedException if interrupted while waiting
    public RemoteInfo remote(Duration wait) throws InterruptedException {
        return connection.control().remote(wait);
    }

    /// What the other side exposes, as far as it says so; waits for its first offer.
    ///
    /// @param wait how long at most
    /// @return empty for a peer of the original, which does not tell
    /// @throws InterruptedException if interrupted while waiting
    public List<OfferedService> offered(Duration wait) throws InterruptedException {
        return connection.control().offers().await(wait);
    }

    /// Measures the round-trip time.
    ///
    /// @param wait how long to wait for the answer at most
    /// @return the time between ping and pong
    /// @throws dev.thespis.actor.CallException if there is no answer: `UnknownService` if the other side is of
    /// the original
    /// @throws InterruptedException if interrupted while waiting
    public Duration ping(Duration wait) throws InterruptedException {
        return connection.control().pings().measure(wait);
    }

    /// What the connection has carried so far, and what is under way on it.
    ///
    /// To count costs next to nothing and is always done; to look takes some locks for a moment, and is meant for every
    /// second, not for every message. When the connection has ended, the numbers stay as they were.
    ///
    /// @return numbers, each right on its own
    public PeerStats stats() {
        return connection.stats();
    }

    /// A number that tells this peer from others in this process.
    ///
    /// @return 1 or more
    public long id() {
        return connection.id();
    }

    /// The peer's name, for people to read.
    ///
    /// @return the name given in the options, and what it is connected to
    public String name() {
        return connection.name();
    }

    /// Whether the connection can still be used. It may end at any time.
    ///
    /// @return false as soon as it begins to end
    public boolean isOpen() {
        return !connection.ending().begun();
    }

    /// Waits until the connection has ended, for whatever cause.
    ///
    /// @throws InterruptedException if interrupted while waiting
    public void join() throws InterruptedException {
        connection.ending().await();
    }

    /// Waits until the connection has ended.
    ///
    /// @param wait how long at most
    /// @return whether it has ended
    /// @throws InterruptedException if interrupted while waiting
    public boolean join(Duration wait) throws InterruptedException {
        return connection.ending().await(wait);
    }

    /// Closes the connection in an orderly way and waits until all of it has ended.
    ///
    /// New requests and calls that wait fail. What a [Topic] has accepted for the other side is still sent, for
    /// as long as the flush limit; what waits for credit fails when that is done. Calls that came from the other side
    /// get the grace period, then they are
    /// cancelled. Frames that were accepted before are written, and the other side gets time to read them. All of
    /// that together takes at most the grace period, the flush limit, that again if a topic had something to
    /// send, and two seconds. A second call waits for the first.
    ///
    /// Called from a stage of a call's future, which runs on the peer's own thread, it does not wait. An interrupt does
    /// not shorten it; it is kept for the caller.
    @Override
    public void close() {
        close("closed by this side");
    }

    /// Closes as [#close()] does, and tells the other side why.
    ///
    /// @param reason for people to read
    public void close(String reason) {
        beginClose(reason);
        var interrupted = false;
        while (true) {
            try {
                connection.ending().await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    Connection connection() {
        return connection;
    }

    /// Begins to close, without waiting.
    void beginClose(String reason) {
        connection.ending().begin(Ending.Cause.LOCAL, reason);
    }

    /// Why it takes no requests any more.
    String reason() {
        return connection.outbox().refusal() instanceof CallFailure.ConnectionLost lost
                ? lost.reason()
                : connection.ending().reason();
    }

    /// Runs the action when the connection has ended, and no actor has a request of its any more; given before it
    /// starts.
    void whenAllEnded(Runnable action) {
        connection.ending().whenDone(() -> connection.intake().whenEmpty(action));
    }

    /// Runs the action when the connection has ended; at once if it has.
    void whenEnded(Runnable action) {
        connection.ending().whenDone(action);
    }

    @Override
    public String toString() {
        return "Peer[" + name() + "]";
    }
}
