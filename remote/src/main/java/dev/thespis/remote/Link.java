package dev.thespis.remote;

import dev.thespis.actor.Address;
import dev.thespis.actor.CallException;
import dev.thespis.actor.CallFailure;
import dev.thespis.actor.CallFailure.Handled;
import dev.thespis.actor.Events;
import dev.thespis.actor.Observable;
import dev.thespis.remote.transport.Connector;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Keeps a peer alive over connections that come and go, to one of several endpoints, and has addresses that stay
/// valid.
///
/// ```java
/// try (var link = Link.open(Tcp.at("one.example.org", 7000), Tcp.at("two.example.org", 7000))) {
///     Address<Counter> counter = link.address(Counter.class);
///     counter.call(new Counter.Add(5));
/// }
/// ```
///
/// *Guarantees.* A call has one outcome, and is handled at most once, unless its message is
/// [dev.thespis.actor.Idempotent] and the options say that such calls are tried again. What goes over one connection is
/// handled in the order of sending, as with any [Address]; between what went over one and what goes over the next one
/// there is no order, and a call that is tried again comes in its turn on the new one. A send that was accepted before
/// the connection was lost is perhaps not handled.
///
/// *Threading.* Safe for use by any number of threads.
///
/// *Failure.* While there is no connection, requests wait or fail, as the options say. What the other side has given
/// over a connection, addresses in messages above all, ends with that connection.
///
/// *Ownership.* The link owns its peers, one after the other. A peer that somebody else closes is replaced. When
/// [#close] returns, everything that it started has ended, but for a connector that does not heed interrupts.
///
/// *Limits.* [LinkOptions].
public final class Link implements AutoCloseable {
    private final long id = Connection.newId();
    private final String name;
    private final LinkOptions options;
    private final Events<LinkEvent> events = new Events<>(LinkEvent.Missed::new);
    private final Closing closing = new Closing();
    private final Uplink uplink;
    private final Reconnector reconnector;

    private Link(LinkOptions options, Consumer<Peer> setup, List<Connector> endpoints) {
        if (endpoints.isEmpty()) throw new IllegalArgumentException("a link needs an endpoint");
        var peers = options.peers();
        this.options = peers.incarnation().isEmpty() ? options.withPeers(peers.withNewIncarnation()) : options;
        this.name = peers.name() + "@" + endpoints.stream().map(Connector::name).collect(Collectors.joining("|"));
        this.uplink = new Uplink(name, options.whileDown());
        this.reconnector = new Reconnector(this, endpoints, setup);
    }

    /// Begins to connect with the default options, exposing nothing.
    ///
    /// @param endpoints at least one, in the order in which they are tried
    /// @return a link, which need not be connected yet
    public static Link open(Connector... endpoints) {
        return open(LinkOptions.defaults(), endpoints);
    }

    /// Begins to connect, exposing nothing.
    ///
    /// @param options how the link is set up
    /// @param endpoints at least one, in the order in which they are tried
    /// @return a link, which need not be connected yet
    public static Link open(LinkOptions options, Connector... endpoints) {
        return open(options, peer -> {}, endpoints);
    }

    /// Begins to connect. That it can't is an event, and no exception.
    ///
    /// @param options how the link is set up
    /// @param setup for each connection: exposes services and subscribes to events, before anything is read. It can't
    /// call the other side yet; that is for [LinkOptions#login]. Nor is it the place to make the peer a target of a
    /// [Relay], which would pass requests on before the login
    /// @param endpoints at least one, in the order in which they are tried
    /// @return a link, which need not be connected yet
    public static Link open(LinkOptions options, Consumer<Peer> setup, Connector... endpoints) {
        var link = new Link(options, setup, List.of(endpoints));
        options.watch().accept(link);
        link.reconnector.start();
        return link;
    }

    /// The address of what the other side exposes under the namespace that the protocol is annotated with.
    ///
    /// It is valid as long as the link is open, whether that is connected or not.
    ///
    /// @param protocol annotated with `@Namespace`
    /// @param <P> the protocol
    /// @return an address
    /// @throws IllegalArgumentException if the protocol has no namespace, or a type that can't go over the wire
    public <P> Address<P> address(Class<P> protocol) {
        var contract = Contract.of(protocol, options.peers().codecs());
        return new LinkAddress<>(this, contract, contract.entries().getFirst().namespace());
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
        return new LinkAddress<>(
                this, Contract.of(protocol, namespace, options.peers().codecs()), namespace);
    }

    /// The peer of the moment, waited for. It may end at any time, and another one take its place.
    ///
    /// @param wait how long at most
    /// @return a peer that is the link's
    /// @throws CallException if there is none in that time, or the link is closed
    /// @throws InterruptedException if interrupted while waiting
    public Peer peer(Duration wait) throws InterruptedException {
        var peer = uplink.await(wait.toNanos());
        if (peer == null) throw new CallException(notConnected(), null);
        return peer;
    }

    /// Whether there is a connection now.
    ///
    /// @return true if requests need not wait for one
    public boolean isConnected() {
        return uplink.peer() != null;
    }

    /// Whether it connects, or tries to.
    ///
    /// @return false for good, once it is closed or has given up
    public boolean isOpen() {
        return !uplink.isClosed();
    }

    /// What has happened, from when one subscribes on; from the beginning, for [LinkOptions#watch]. The last event is
    /// [LinkEvent.Closed].
    ///
    /// @return events; see `docs/semantics.md` for which come when
    public Observable<LinkEvent> events() {
        return events;
    }

    /// By what servers recognise this link: the same on all of its connections.
    ///
    /// @return 32 hex digits, to be kept from those who might pretend to be this link
    public String incarnation() {
        return options.peers().incarnation();
    }

    /// The link's name, for people to read.
    ///
    /// @return the name given in the options, and its endpoints
    public String name() {
        return name;
    }

    /// Waits until the link has closed: by [#close], or since it has given up.
    ///
    /// @throws InterruptedException if interrupted while waiting
    public void join() throws InterruptedException {
        reconnector.await();
    }

    /// Closes the connection as [Peer#close] does, whatever is going on, and connects no more. Requests that wait fail,
    /// certainly not handled; calls in flight fail, maybe handled. A second call waits for the first.
    ///
    /// Called from a stage of a call's future, from the setup or the login, it does not wait. An interrupt does not
    /// shorten it; it is kept for the caller.
    @Override
    public void close() {
        reconnector.close("closed by this side");
    }

    LinkOptions options() {
        return options;
    }

    Uplink uplink() {
        return uplink;
    }

    Closing closing() {
        return closing;
    }

    long id() {
        return id;
    }

    void publish(LinkEvent event) {
        events.publish(event);
    }

    /// There will be no more events, and no connection.
    void ended(String reason) {
        closing.close();
        events.publish(new LinkEvent.Closed(reason));
        events.complete();
    }

    void retrying(String service, int attempt, Handled handled) {
        if (events.hasObservers()) events.publish(new LinkEvent.Retrying(service, attempt, handled));
    }

    /// Why a request fails for which there is no connection.
    CallFailure notConnected() {
        return new CallFailure.ConnectionLost(name, "it is not connected: " + uplink.reason(), Handled.NO);
    }

    @Override
    public String toString() {
        return "Link[" + name + "]";
    }
}
