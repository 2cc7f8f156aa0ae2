package dev.thespis.remote;

import dev.thespis.actor.Address;
import dev.thespis.actor.Message;
import dev.thespis.actor.internal.Endpoint;
import dev.thespis.wire.Codecs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A service map: messages of protocols, and the actors that handle them for other processes.
///
/// Building it prepares the codecs of all messages and replies, so a type that can't go over the wire is refused here,
/// with the path to it, and not when the first message arrives. Immutable; the same map may be exposed by any number of
/// peers.
///
/// ```java
/// Services.of(Counter.class, counter)                   // all messages of a protocol, under its @Namespace
/// Services.in("shop").add(Orders.class, orders)         // under another namespace
///         .message(Stock.Reserve.class, warehouse)      // a single message of another protocol
///         .build()
/// ```
public final class Services extends ServiceMap {
    private final List<LocalService> services;

    private Services(List<LocalService> services) {
        this.services = services;
    }

    /// All messages of one protocol, handled by one actor, under the namespace that the protocol is annotated with.
    ///
    /// @param protocol annotated with `@Namespace`
    /// @param address where the messages go; it may lead to another process in its turn
    /// @param <P> the protocol
    /// @return the map
    /// @throws IllegalArgumentException if the protocol has no namespace, or a type that can't go over the wire
    public static <P> Services of(Class<P> protocol, Address<? extends P> address) {
        var services = new Builder("", PeerOptions.defaults().codecs());
        services.add(Contract.of(protocol, services.codecs), address);
        return services.build();
    }

    /// Starts a map of services in one namespace, with the default codecs.
    ///
    /// @param namespace of all the services
    /// @return a builder
    public static Builder in(String namespace) {
        return in(namespace, PeerOptions.defaults().codecs());
    }

    /// Starts a map of services in one namespace.
    ///
    /// @param namespace of all the services
    /// @param codecs how messages become bytes
    /// @return a builder
    public static Builder in(String namespace, Codecs codecs) {
        Contract.checkNamespace(namespace);
        return new Builder(namespace, codecs);
    }

    /// Whether the calls of legacy peers need [Permits].
    enum Pressure {
        PERMITS,
        NONE
    }

    /// The same services, whose calls need no [Permits]: for those that are answered at once whatever the load, or that
    /// others' calls wait for.
    ///
    /// @return a new map
    public Services withoutPermits() {
        return new Services(services.stream()
                .map(service -> new LocalService(service.entry(), service.target(), Pressure.NONE, service.gate()))
                .toList());
    }

    /// The same services behind a gate. If there is one already, that is replaced.
    ///
    /// @param gate who may use them, decided for each message
    /// @return a new map
    public Services guardedBy(Gate gate) {
        return new Services(services.stream()
                .map(service -> new LocalService(service.entry(), service.target(), service.pressure(), gate))
                .toList());
    }

    /// Some of the services: those of these messages. For [Peer#expose], [Peer#withdraw] and [Peer#replace] of a part.
    ///
    /// @param messages whose services to keep
    /// @return a new map
    /// @throws IllegalArgumentException if one of them is not in this map
    @SafeVarargs
    public final Services only(Class<? extends Message<?, ?>>... messages) {
        return new Services(services.stream().filter(isOneOf(messages)).toList());
    }

    /// The services of all other messages.
    ///
    /// @param messages whose services to leave out
    /// @return a new map
    /// @throws IllegalArgumentException if one of them is not in this map
    @SafeVarargs
    public final Services without(Class<? extends Message<?, ?>>... messages) {
        return new Services(services.stream().filter(isOneOf(messages).negate()).toList());
    }

    private Predicate<LocalService> isOneOf(Class<?>... messages) {
        var wanted = Set.of(messages);
        for (var message : wanted)
            if (services.stream().noneMatch(service -> service.entry().type() == message))
                throw new IllegalArgumentException(message.getName() + " is not in this map: " + names());
        return service -> wanted.contains(service.entry().type());
    }

    @Override
    void attach(Connection connection) {
        connection.change(List.of(), services);
    }

    @Override
    void detach(Connection connection) {
        connection.change(services, List.of());
    }

    List<LocalService> services() {
        return services;
    }

    /// Collects services. Not safe for use by several threads.
    public static final class Builder {
        private final String namespace;
        private final Codecs codecs;
        private final List<LocalService> services = new ArrayList<>();

        private Builder(String namespace, Codecs codecs) {
            this.namespace = namespace;
            this.codecs = codecs;
        }

        /// Adds all messages of a protocol.
        ///
        /// @param protocol whose messages to expose; its own namespace, if it has one, is not used
        /// @param address where the messages go
        /// @param <P> the protocol
        /// @return this builder
        /// @throws IllegalArgumentException if a type can't go over the wire
        public <P> Builder add(Class<P> protocol, Address<? extends P> address) {
            return add(Contract.of(protocol, namespace, codecs), address);
        }

        private Builder add(Contract contract, Address<?> address) {
            for (var entry : contract.entries())
                services.add(new LocalService(entry, endpoint(address), Pressure.PERMITS, Gate.open()));
            return this;
        }

        static Endpoint<?> endpoint(Address<?> address) {
            if (address instanceof Endpoint<?> endpoint) return endpoint;
            throw new IllegalArgumentException(address.getClass().getName()
                    + " is not an address of this library: spawn an actor, or take one from a peer");
        }

        /// Adds one message; the others of its protocol are exposed only if they are added too.
        ///
        /// @param message nested in its protocol
        /// @param address where the messages go
        /// @param <P> the protocol
        /// @return this builder
        /// @throws IllegalArgumentException if a type can't go over the wire
        public <P> Builder message(Class<? extends Message<P, ?>> message, Address<? extends P> address) {
            var contract = Contract.of(message.getDeclaringClass(), namespace, codecs);
            for (var entry : contract.entries())
                if (entry.type() == message)
                    services.add(new LocalService(entry, endpoint(address), Pressure.PERMITS, Gate.open()));
            return this;
        }

        /// Builds the map.
        ///
        /// @return what was added
        /// @throws IllegalArgumentException if a service was added twice, or two names hash to one id
        public Services build() {
            var claimed = new HashMap<Long, String>();
            for (var service : services) {
                var other = claimed.put(
                        service.entry().id().value(), service.entry().service());
                if (other != null)
                    throw new IllegalArgumentException(
                            "service " + service.entry().service() + " ("
                                    + service.entry().id() + ") is claimed twice, the first time by " + other);
            }
            return new Services(List.copyOf(services));
        }
    }

    /// The services, as `namespace::Name`.
    ///
    /// @return in the order in which they were added
    public List<String> names() {
        return services.stream().map(service -> service.entry().service()).toList();
    }

    @Override
    public String toString() {
        return services.stream()
                .map(service -> service.offer().described())
                .collect(Collectors.joining(", ", "Services[", "]"));
    }
}
