package dev.thespis.actor;

import java.util.List;

/// An interface that groups messages: what an address accepts, and the contract between two processes.
///
/// Its messages are the records nested in it, and in the interfaces that it extends, that implement [Message] of the
/// interface that they are nested in. Other nested types are left alone.
///
/// @param <P> the interface
public final class Protocol<P> {
    private static final ClassValue<Protocol<?>> PROTOCOLS = new ClassValue<>() {
        @Override
        protected Protocol<?> computeValue(Class<?> type) {
            return new Protocol<>(type, ProtocolReader.read(type));
        }
    };

    private final Class<P> type;
    private final List<MessageType> messages;

    // An open hash table from the classes of messages to their positions, at most half full, so that a probe ends soon.
    // Read for each message sent; a map would box, and a ClassValue per protocol would cost more to probe.
    private final Class<?>[] keys;
    private final int[] positions;

    private Protocol(Class<P> type, List<MessageType> messages) {
        this.type = type;
        this.messages = messages;
        int size = Integer.highestOneBit(messages.size()) * 4;
        this.keys = new Class<?>[size];
        this.positions = new int[size];
        for (int position = 0; position < messages.size(); position++) {
            int slot = slot(messages.get(position).type());
            keys[slot] = messages.get(position).type();
            positions[slot] = position;
        }
    }

    /// The protocol of an interface. It is read once and remembered.
    ///
    /// @param type the interface
    /// @param <P> the interface
    /// @return its messages
    /// @throws IllegalArgumentException if the interface can't be a protocol; the message says why
    @SuppressWarnings("unchecked") // computeValue makes a Protocol<P> of a Class<P>
    public static <P> Protocol<P> of(Class<P> type) {
        return (Protocol<P>) PROTOCOLS.get(type);
    }

    /// The interface.
    ///
    /// @return what the protocol was made of
    public Class<P> type() {
        return type;
    }

    /// The interface's name, for people to read.
    ///
    /// @return its simple name
    public String name() {
        return type.getSimpleName();
    }

    /// All messages, inherited ones included.
    ///
    /// @return in the order of their names
    public List<MessageType> messages() {
        return messages;
    }

    /// Where a class stands in [#messages()].
    ///
    /// @param messageClass any class
    /// @return its position, or -1 if it is not a message of this protocol
    public int index(Class<?> messageClass) {
        int slot = slot(messageClass);
        return keys[slot] == null ? -1 : positions[slot];
    }

    @Override
    public String toString() {
        return name();
    }

    /// Where the class is, or would be put.
    private int slot(Class<?> key) {
        int mask = keys.length - 1;
        int slot = key.hashCode() & mask;
        while (keys[slot] != null && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
