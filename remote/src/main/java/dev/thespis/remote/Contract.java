package dev.thespis.remote;

import dev.thespis.actor.Address;
import dev.thespis.actor.Idempotent;
import dev.thespis.actor.Message;
import dev.thespis.actor.Namespace;
import dev.thespis.actor.Protocol;
import dev.thespis.wire.Codec;
import dev.thespis.wire.Codecs;
import dev.thespis.wire.DecodeException;
import dev.thespis.wire.ServiceId;
import dev.thespis.wire.cbor.Shapes;
import java.util.List;

/// A protocol under a namespace: the services of its messages, with their codecs. Immutable.
final class Contract {
    /// One message of the protocol, as a service.
    ///
    /// @param type the message's class
    /// @param id computed from namespace and name
    /// @param namespace of the service
    /// @param name of the message
    /// @param service how people are told of it; made once, since every call carries it
    /// @param request codec of the message
    /// @param reply codec of what it is answered with
    /// @param shape fingerprint of both types
    /// @param hasAddresses whether there are addresses in the message
    /// @param idempotent whether it may be handled twice
    record Entry(
            Class<?> type,
            ServiceId id,
            String namespace,
            String name,
            String service,
            Codec<Object> request,
            Codec<Object> reply,
            long shape,
            boolean hasAddresses,
            boolean idempotent) {
        /// What it is offered as.
        OfferedService offer() {
            return new OfferedService(namespace, name, id, shape);
        }
    }

    /// What is prepared once for each message, whatever the namespace: codecs are classes made for them, too much to be
    /// made anew for each connection.
    private record Prepared(
            Class<?> type, String name, Codec<Object> request, Codec<Object> reply, long shape, boolean hasAddresses) {
        static List<Prepared> of(Protocol<?> protocol, Codecs codecs) {
            return protocol.messages().stream()
                    .map(message -> new Prepared(
                            message.type(),
                            message.name(),
                            codec(codecs, message.type()),
                            codec(codecs, message.replyType()),
                            Shapes.fingerprint(message.type()) * 31 + Shapes.fingerprint(message.replyType()),
                            Shapes.describe(message.type()).contains(Address.class.getName())))
                    .toList();
        }
    }

    private static final ClassValue<List<Prepared>> WITH_DEFAULTS = new ClassValue<>() {
        @Override
        protected List<Prepared> computeValue(Class<?> type) {
            return Prepared.of(Protocol.of(type), PeerOptions.defaults().codecs());
        }
    };

    private final Protocol<?> protocol;
    private final String readable;
    private final List<Entry> entries;

    private Contract(Protocol<?> protocol, String namespace, List<Prepared> messages) {
        this.protocol = protocol;
        this.readable = readable(protocol, namespace);
        this.entries = messages.stream()
                .map(message -> {
                    var id = ServiceId.of(namespace, message.name());
                    if (id.isReserved())
                        throw new IllegalArgumentException(namespace + "::" + message.name()
                                + " hashes to the reserved id " + id + "; choose another name");
                    return new Entry(
                            message.type(),
                            id,
                            namespace,
                            message.name(),
                            readable + "::" + message.name(),
                            message.request(),
                            message.reply(),
                            message.shape(),
                            message.hasAddresses(),
                            message.type().isAnnotationPresent(Idempotent.class));
                })
                .toList();
    }

    /// Who knows the namespace of a capability has the capability: it does not belong into errors, which get logged.
    private static String readable(Protocol<?> protocol, String namespace) {
        return namespace.startsWith(Capabilities.PREFIX) ? protocol.name() : namespace;
    }

    /// How people are told of it.
    String readable() {
        return readable;
    }

    /// The contract of a protocol under the namespace that its annotation gives.
    static Contract of(Class<?> protocol, Codecs codecs) {
        return of(protocol, namespaceOf(protocol), codecs);
    }

    /// The contract of a protocol under a namespace.
    static Contract of(Class<?> protocol, String namespace, Codecs codecs) {
        checkNamespace(namespace);
        return ofCapability(protocol, namespace, codecs);
    }

    /// Refuses what no user may name.
    static void checkNamespace(String namespace) {
        if (namespace.isBlank()) throw new IllegalArgumentException("the namespace is blank");
        if (namespace.equals("thespis"))
            throw new IllegalArgumentException("namespace=thespis is that of the peers themselves; choose another");
        if (Capabilities.isOne(namespace))
            throw new IllegalArgumentException("namespace=" + namespace + ": " + Capabilities.PREFIX
                    + " begins those of addresses in messages; choose another");
    }

    /// The contract of a protocol under the namespace of a capability, or another one that has been checked.
    static Contract ofCapability(Class<?> protocol, String namespace, Codecs codecs) {
        var messages = codecs.equals(PeerOptions.defaults().codecs())
                ? WITH_DEFAULTS.get(protocol)
                : Prepared.of(Protocol.of(protocol), codecs);
        return new Contract(Protocol.of(protocol), namespace, messages);
    }

    /// The contract of what the other side has sent, which may have chosen the namespace so that the ids are not good
    /// for anything else than harm.
    static Contract received(Class<?> protocol, String namespace, Codecs codecs) throws DecodeException {
        Contract contract;
        try {
            contract = ofCapability(protocol, namespace, codecs);
        } catch (IllegalArgumentException e) {
            throw new DecodeException("it can't be an address of " + protocol.getSimpleName() + ": " + e.getMessage());
        }
        for (var entry : contract.entries)
            if (Control.isOne(entry.id().value()))
                throw new DecodeException("an address has the id of a service that concerns the connection");
        return contract;
    }

    /// What the services are offered as.
    List<OfferedService> offers() {
        return entries.stream().map(Entry::offer).toList();
    }

    @SuppressWarnings("unchecked") // the codec was asked for with the type that it is used for
    private static <T> Codec<T> codec(Codecs codecs, java.lang.reflect.Type type) {
        return (Codec<T>) codecs.codec(type);
    }

    private static String namespaceOf(Class<?> protocol) {
        var namespace = protocol.getAnnotation(Namespace.class);
        if (namespace == null)
            throw new IllegalArgumentException("protocol " + protocol.getName()
                    + " has no namespace: annotate it with @Namespace(\"...\"), or name one here");
        return namespace.value();
    }

    List<Entry> entries() {
        return entries;
    }

    boolean isOf(Class<?> type) {
        return protocol.type().equals(type);
    }

    /// The service of a message.
    ///
    /// @throws IllegalArgumentException if the message is not in the protocol
    Entry entry(Message<?, ?> message) {
        var index = protocol.index(message.getClass());
        if (index < 0)
            throw new IllegalArgumentException(message.getClass().getName() + " is not a message of "
                    + protocol.type().getName());
        return entries.get(index);
    }
}
