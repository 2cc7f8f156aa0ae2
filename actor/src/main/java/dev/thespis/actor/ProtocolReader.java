package dev.thespis.actor;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Finds the messages of a protocol, and refuses what can't be one.
final class ProtocolReader {
    private ProtocolReader() {}

    static List<MessageType> read(Class<?> protocol) {
        if (!protocol.isInterface() || protocol.isAnnotation()) {
            throw refused(protocol, "a protocol is an interface");
        }
        Map<String, MessageType> messages = new TreeMap<>();
        for (Class<?> part : withSuperInterfaces(protocol, new LinkedHashSet<>())) {
            if (part.getTypeParameters().length > 0) {
                throw refused(protocol, part.getName() + " has type parameters, which a protocol can't have");
            }
            for (Class<?> nested : part.getDeclaredClasses()) {
                if (nested.isRecord() && Message.class.isAssignableFrom(nested)) {
                    add(protocol, message(protocol, part, nested.asSubclass(Record.class)), messages);
                }
            }
        }
        if (messages.isEmpty()) {
            throw refused(protocol, "no record nested in it implements Message<" + protocol.getSimpleName() + ", …>");
        }
        return List.copyOf(new ArrayList<>(messages.values()));
    }

    private static Set<Class<?>> withSuperInterfaces(Class<?> type, Set<Class<?>> found) {
        if (found.add(type)) {
            for (Class<?> parent : type.getInterfaces()) {
                withSuperInterfaces(parent, found);
            }
        }
        return found;
    }

    private static MessageType message(Class<?> protocol, Class<?> part, Class<? extends Record> type) {
        if (type.getTypeParameters().length > 0) {
            throw refused(protocol, type.getName() + " has type parameters, which a message can't have");
        }
        List<Type> arguments = TypeArguments.of(type, Message.class);
        if (arguments.isEmpty()) {
            throw refused(protocol, type.getName() + " implements Message without type arguments");
        }
        if (arguments.getFirst() != part) {
            throw refused(
                    protocol,
                    type.getName() + " is a message of " + arguments.getFirst().getTypeName() + ", but nested in "
                            + part.getName());
        }
        if (!TypeArguments.resolved(arguments.getLast())) {
            throw refused(
                    protocol,
                    "the reply type " + arguments.getLast().getTypeName() + " of " + type.getName()
                            + " is not a definite type");
        }
        return new MessageType(type, arguments.getLast(), type.getSimpleName());
    }

    private static void add(Class<?> protocol, MessageType message, Map<String, MessageType> messages) {
        MessageType other = messages.put(message.name(), message);
        if (other != null) {
            throw refused(
                    protocol,
                    "two messages are called " + message.name() + ": "
                            + other.type().getName() + " and " + message.type().getName());
        }
    }

    private static IllegalArgumentException refused(Class<?> protocol, String reason) {
        return new IllegalArgumentException(protocol.getName() + " is not a protocol: " + reason);
    }
}
