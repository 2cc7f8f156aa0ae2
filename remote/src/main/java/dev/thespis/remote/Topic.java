package dev.thespis.remote;

import dev.thespis.actor.Address;
import dev.thespis.actor.Message;
import dev.thespis.actor.Nursery;
import dev.thespis.actor.Observable;
import dev.thespis.actor.internal.Endpoint;
import dev.thespis.wire.Codecs;
import dev.thespis.wire.Output;
import dev.thespis.wire.ServiceId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// A service map that publishes what is sent to it: to subscribers here and behind connections, which come and go.
///
/// ```java
/// var news = Topic.of(News.class);
/// peer.expose(news);                                               // the other side may publish
/// news.subscribe(other, SubscriberOptions.droppingOldest());       // that one gets it
/// news.subscribe(News.class, archive, SubscriberOptions.waiting()); // and an actor here
/// news.address(News.class).send(new News.Flash("…"));              // publish from here
/// ```
///
/// A message is encoded once, by its publisher, and stays as it is: the topic holds its bytes once, however many
/// subscribers they wait for, and needs no classes of messages. What is so long that it goes in fragments is
/// copied once more for each peer that it is on its way to, one at a time. Addresses in messages reach all
/// subscribers, but for peers of the original.
///
/// *Guarantees.* Each subscriber gets what is published while it is subscribed at most once, and in the same order as
/// all others; so what one publisher sends keeps its order. Only what [SubscriberOptions] allow to be lost is lost, and
/// what can't be delivered: both are events. A call fails with [dev.thespis.actor.CallFailure.NoCalls].
///
/// *Threading.* Safe for use by any number of threads. Publishing waits only for subscribers that are
/// [waited for][SubscriberOptions.WhenFull#WAIT]; a virtual thread runs for a subscriber only while something waits for
/// it.
///
/// *Failure.* What goes wrong with a subscriber is an event, and no concern of publishers or other subscribers.
///
/// *Ownership.* A subscription ends when it is closed, when its peer or actor ends, or with [#close]. What was accepted
/// for it before is handed over first if this side closes the peer with [Peer#close()], within the limit `flush` of
/// that, or the topic. The topic owns no peers, and is not withdrawn from any when it is closed.
public final class Topic extends ServiceMap implements AutoCloseable {
    private static final String SUBSCRIPTIONS = "_topic";

    private final long id = TopicAddress.freshId();
    private final String namespace;
    private final Codecs codecs;
    private final FanOut fanOut;
    private final Published published = new Published();
    private final Closing closing = new Closing();
    private final List<TopicService> services;
    private final LongTable<TopicService> bySid = new LongTable<>();

    private Topic(String namespace, Codecs codecs, List<OfferedService> offers) {
        if (namespace.equals("thespis") || Capabilities.isOne(namespace))
            throw new IllegalArgumentException(
                    "namespace=" + namespace + ": that of the peers themselves, and those that begin with "
                            + Capabilities.PREFIX + ", are no topics; choose another");
        this.namespace = namespace;
        this.codecs = codecs;
        this.fanOut = new FanOut(namespace);
        this.services =
                offers.stream().map(offer -> new TopicService(fanOut, offer)).toList();
        for (var service : services)
            if (!bySid.put(service.sid(), service))
                throw new IllegalArgumentException("service " + service.name() + " ("
                        + service.offer().id() + ") is claimed twice: messages=" + names());
    }

    /// A topic of all messages of a protocol, under the namespace that it is annotated with.
    ///
    /// @param protocol annotated with `@Namespace`
    /// @return a topic without subscribers
    /// @throws IllegalArgumentException if the protocol has no namespace, or a type that can't go over the wire
    public static Topic of(Class<?> protocol) {
        var codecs = PeerOptions.defaults().codecs();
        var contract = Contract.of(protocol, codecs);
        return of(contract, contract.entries().getFirst().namespace(), codecs);
    }

    /// A topic of all messages of a protocol, under another namespace.
    ///
    /// @param protocol whose messages are published
    /// @param namespace of the services
    /// @param codecs how messages become bytes for publishers and subscribers in this process
    /// @return a topic without subscribers
    /// @throws IllegalArgumentException if the protocol has a type that can't go over the wire
    public static Topic of(Class<?> protocol, String namespace, Codecs codecs) {
        return of(Contract.of(protocol, namespace, codecs), namespace, codecs);
    }

    private static Topic of(Contract contract, String namespace, Codecs codecs) {
        return new Topic(
                namespace,
                codecs,
                contract.entries().stream()
                        .map(entry -> new OfferedService(namespace, entry.name(), entry.id(), entry.shape()))
                        .toList());
    }

    /// A topic of messages whose classes are not at hand.
    ///
    /// @param namespace of the services
    /// @param messages the names of the messages
    /// @return a topic without subscribers
    /// @throws IllegalArgumentException if a name is blank or there are none, or two have the same id
    public static Topic of(String namespace, List<String> messages) {
        if (namespace.isBlank() || messages.isEmpty())
            throw new IllegalArgumentException(
                    "namespace=" + namespace + ", messages=" + messages + ": neither may be blank or empty");
        return new Topic(
                namespace,
                PeerOptions.defaults().codecs(),
                messages.stream().map(message -> offer(namespace, message)).toList());
    }

    private static OfferedService offer(String namespace, String message) {
        var id = ServiceId.of(namespace, message);
        if (message.isBlank() || id.isReserved())
            throw new IllegalArgumentException(
                    "message=" + message + " is blank, or hashes to the reserved id " + id + "; choose another name");
        return new OfferedService(namespace, message, id, 0);
    }

    /// Subscribes to a topic of the other side: exposes what takes its messages, then asks for them.
    ///
    /// Closing the subscription does the reverse; it closes by itself when the other side ends it, or the actor stops.
    ///
    /// @param peer leads to who exposes the topic's [#subscriptions]
    /// @param protocol whose messages are wanted, annotated with the topic's namespace
    /// @param address where they go
    /// @param <P> the protocol
    /// @return a subscription, until the connection ends at the latest
    /// @throws IllegalArgumentException if the peer exposes these services already
    /// @throws dev.thespis.actor.CallException if the other side does not agree: `Refused` by a gate, say
    /// @throws InterruptedException if interrupted while waiting; it is not subscribed
    public static <P> Subscription join(Peer peer, Class<P> protocol, Address<? extends P> address)
            throws InterruptedException {
        var namespace = Contract.of(protocol, peer.connection().options().codecs())
                .entries()
                .getFirst()
                .namespace();
        return join(peer, protocol, namespace, address);
    }

    /// Subscribes to a topic of the other side as [#join(Peer, Class, Address)] does, in another namespace.
    ///
    /// @param peer leads to who exposes the topic's [#subscriptions]
    /// @param protocol whose messages are wanted
    /// @param namespace of the topic
    /// @param address where the messages go
    /// @param <P> the protocol
    /// @return a subscription, until the connection ends at the latest
    /// @throws IllegalArgumentException if the peer exposes these services already
    /// @throws dev.thespis.actor.CallException if the other side does not agree: `Refused` by a gate, say
    /// @throws InterruptedException if interrupted while waiting; it is not subscribed
    public static <P> Subscription join(Peer peer, Class<P> protocol, String namespace, Address<? extends P> address)
            throws InterruptedException {
        var codecs = peer.connection().options().codecs();
        var services = Services.in(namespace, codecs).add(protocol, address).build();
        return Membership.begin(peer, services, Services.Builder.endpoint(address), namespace);
    }

    /// Forwards what is published from now on to the other side of a connection, under the topic's service ids.
    ///
    /// @param peer leads to the subscriber
    /// @param options how slow it may be
    /// @return to be closed when it is to end
    /// @throws IllegalArgumentException if it is subscribed already
    /// @throws IllegalStateException if the topic is closed
    public Subscription subscribe(Peer peer, SubscriberOptions options) {
        return subscribe(new Outlet.ToPeer(peer, null), options);
    }

    /// Sends what is published from now on to an actor. A slow one first fills its mailbox, then its queue here.
    ///
    /// @param protocol which messages it wants; others are left out
    /// @param address leads to the subscriber
    /// @param options how slow it may be
    /// @param <P> the protocol
    /// @return to be closed when it is to end
    /// @throws IllegalArgumentException if it is subscribed already, or the topic has none of the messages
    /// @throws IllegalStateException if the topic is closed
    @SuppressWarnings("unchecked") // it is sent the messages of P only
    public <P> Subscription subscribe(Class<P> protocol, Address<? extends P> address, SubscriberOptions options) {
        var entries = new LongTable<Contract.Entry>();
        for (var entry : Contract.of(protocol, namespace, codecs).entries())
            if (bySid.get(entry.id().value()) != null) entries.put(entry.id().value(), entry);
        if (entries.size() == 0)
            throw new IllegalArgumentException(
                    "topic " + namespace + " has no message of " + protocol.getName() + ", only " + names());
        var endpoint = (Endpoint<Object>) Services.Builder.endpoint(address);
        return subscribe(new Outlet.ToActor(endpoint, target(endpoint), entries), options);
    }

    /// A peer gets everything once, whether it is subscribed itself or by an address of what it exposes for the topic.
    private Object target(Endpoint<?> address) {
        return address instanceof RemoteAddress<?> remote && remote.namespace().equals(namespace)
                ? remote.connection().caller().peer()
                : address;
    }

    private Subscription subscribe(Outlet outlet, SubscriberOptions options) {
        var subscriber = fanOut.add(outlet, options);
        if (subscriber == null)
            throw new IllegalArgumentException(outlet.name() + " is subscribed already to topic " + namespace);
        return subscriber;
    }

    /// Services with which peers subscribe themselves: the [Subscriptions] of this topic. Expose them on those that
    /// may, perhaps [behind a gate][Services#guardedBy].
    ///
    /// @param nursery where the actor lives that handles them, until the topic is closed
    /// @param options how slow who subscribes may be
    /// @return a map for any number of peers
    public Services subscriptions(Nursery nursery, SubscriberOptions options) {
        var clerk = new SubscriptionDesk(this, options);
        var desk = nursery.spawn(Subscriptions.class, () -> clerk);
        Runnable stop = () -> {
            var unused = nursery.stop(desk);
        };
        closing.add(stop);
        var unused = desk.closed().thenRun(() -> closing.remove(stop));
        return clerk.services(desk);
    }

    static String subscriptionsOf(String namespace) {
        return namespace + SUBSCRIPTIONS;
    }

    /// A peer has asked for a subscription; perhaps again.
    ///
    /// @param shown is exposed to it as long as it is subscribed
    void admit(Peer peer, SubscriberOptions options, Services shown) {
        var unused = fanOut.add(new Outlet.ToPeer(peer, new Member(peer, this, shown)), options);
    }

    /// A peer wants no more.
    void dismiss(Peer peer) {
        fanOut.all(peer).forEach(Subscriber::close);
    }

    /// The address to publish at from this process: a send goes to all subscribers, a call fails.
    ///
    /// It may be exposed in its turn, behind a gate say: `Services.of(News.class, news.address(News.class))`.
    ///
    /// @param protocol what is published
    /// @param <P> the protocol
    /// @return an address
    /// @throws IllegalArgumentException if the topic does not have all of its messages
    public <P> Address<P> address(Class<P> protocol) {
        var contract = Contract.of(protocol, namespace, codecs);
        for (var entry : contract.entries())
            if (bySid.get(entry.id().value()) == null)
                throw new IllegalArgumentException(
                        "topic " + namespace + " has no message " + entry.name() + ", only " + names());
        return new TopicAddress<>(this, contract);
    }

    /// Whether any of its services is among those offered.
    boolean isOffered(Offers offers) {
        return services.stream().anyMatch(service -> offers.isOffered(service.sid()));
    }

    Post encode(Contract.Entry entry, Message<?, ?> message, int hops) {
        var service = bySid.get(entry.id().value());
        if (service == null) throw new IllegalStateException("address() has looked for " + entry.service());
        var addresses = published.new Collector();
        var out = new Output(64, addresses);
        entry.request().write(message, out);
        return new Post(service, Arrays.copyOf(out.array(), out.position()), addresses.enclosed(), hops);
    }

    private List<String> names() {
        return services.stream().map(service -> service.offer().name()).toList();
    }

    /// Who is subscribed.
    ///
    /// @return a copy, those who came first at the beginning
    public List<Subscription> subscribers() {
        return fanOut.subscribers();
    }

    /// What has happened, from when one subscribes to it on.
    ///
    /// @return events
    public Observable<TopicEvent> events() {
        return fanOut.events();
    }

    /// The topic's name, for people to read.
    ///
    /// @return its namespace
    public String name() {
        return namespace;
    }

    long id() {
        return id;
    }

    Closing closing() {
        return closing;
    }

    FanOut fanOut() {
        return fanOut;
    }

    @Override
    void attach(Connection connection) {
        connection.change(List.of(), services);
    }

    @Override
    void detach(Connection connection) {
        connection.change(services, List.of());
    }

    /// Closes as [#close(Duration)] does, waiting for 5 seconds at most: as long as a peer does by default.
    @Override
    public void close() {
        close(Limits.defaults().flush());
    }

    /// Ends all subscriptions. What is published later is refused, for remote publishers with an event at their
    /// peer; so is what is still in line before subscribers that are waited for.
    ///
    /// What was accepted before is handed over, as long as the wait is not over; how many were lost then is in the
    /// event of each end. When it returns, nothing is delivered any more. An interrupt does not shorten it; it is kept
    /// for the caller.
    ///
    /// @param wait for how long at most; zero to drop what waits
    public void close(Duration wait) {
        fanOut.close(wait);
        closing.close();
    }

    @Override
    public String toString() {
        return "Topic[" + namespace + "]";
    }
}
