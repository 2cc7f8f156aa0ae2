package dev.thespis.remote;

import dev.thespis.actor.internal.Endpoint;
import dev.thespis.wire.DecodeException;
import java.util.List;

/// The addresses in a message that is published.
///
/// The message is encoded once, so each stands under the same namespace for all subscribers: on the connection of each
/// of them it is given under that one.
sealed interface Enclosed extends Reaching {
    /// None.
    Enclosed NOTHING = new Written(List.of());

    /// Whether there are none.
    boolean isEmpty();

    /// How much they add to what waits for a subscriber.
    long chars();

    /// Gives them to a subscriber. Called while the message is written to it.
    ///
    /// @throws NotGiven if that can't be
    void giveTo(Capabilities capabilities);

    /// Nobody is to get them any more.
    void drop();

    /// What was published in this process.
    ///
    /// @param addresses under the namespaces that were written
    record Written(List<Published.Named> addresses) implements Enclosed {
        @Override
        public boolean isEmpty() {
            return addresses.isEmpty();
        }

        @Override
        public long chars() {
            return addresses.stream()
                    .mapToLong(named -> named.namespace().length())
                    .sum();
        }

        @Override
        public void giveTo(Capabilities capabilities) {
            for (var named : addresses) capabilities.give(named.namespace(), named.address(), named.protocol());
        }

        @Override
        public void drop() {} // the addresses are held by being here

        @Override
        public Endpoint<?> address(String namespace, Class<?> protocol) throws DecodeException {
            for (var named : addresses)
                if (named.namespace().equals(namespace) && protocol.isAssignableFrom(named.protocol()))
                    return named.address();
            throw new DecodeException("no " + protocol.getSimpleName() + " was published as " + namespace);
        }
    }

    /// What came over a connection.
    ///
    /// @param carried held until it is dropped
    record Arrived(Carried carried) implements Enclosed {
        @Override
        public boolean isEmpty() {
            return carried.isEmpty();
        }

        @Override
        public long chars() {
            return carried.chars();
        }

        @Override
        public void giveTo(Capabilities capabilities) {
            carried.giveTo(capabilities);
        }

        @Override
        public void drop() {
            carried.letGo();
        }

        @Override
        public Endpoint<?> address(String namespace, Class<?> protocol) throws DecodeException {
            return carried.address(namespace, protocol);
        }
    }
}
