package dev.thespis.remote;

import dev.thespis.actor.internal.Endpoint;
import dev.thespis.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/// Where an address leads that is given to the other side of a connection, or has come from there.
sealed interface Origin {
    /// To an actor that this process has an address of.
    ///
    /// @param protocol what may be sent to it
    record Here(Endpoint<?> address, Class<?> protocol) implements Origin {}

    /// Back over the connection that it came from, under the same namespace.
    record There(Connection owner) implements Origin {}

    /// To nothing any more: it has been withdrawn.
    record Nowhere() implements Origin {}

    /// Where a namespace leads that the other side of a connection has sent: to itself, or to where that came from
    /// which it was given under it. What came from elsewhere is held there from now on, until [#letGo].
    ///
    /// What was given has been resolved in this way before: so this is one step, whoever offers what to whom.
    static Origin of(Connection sender, String namespace) {
        if (!sender.capabilities().isGiven(namespace)) return held(new There(sender), namespace);
        var export = sender.capabilities().live(namespace);
        if (export == null) return new Nowhere();
        return export.origin instanceof There there ? held(there, namespace) : export.origin;
    }

    private static Origin held(There there, String namespace) {
        return there.owner.holdings().keep(namespace) == null ? new Nowhere() : there;
    }

    /// Holds it no more.
    default void letGo(String namespace) {
        if (this instanceof There there) there.owner.holdings().release(namespace);
    }

    /// The address of what it leads to, for this process.
    ///
    /// @param sender who has sent the namespace
    /// @param given what that was given under it before; null if it is its own
    /// @throws DecodeException if it was given less
    default Endpoint<?> reach(Connection sender, String namespace, @Nullable Export given, Class<?> protocol)
            throws DecodeException {
        var asked = Contract.received(protocol, namespace, sender.options().codecs());
        if (given != null) given.check(asked, protocol);
        return switch (this) {
            case Here here -> here.address;
            case There there -> there.owner.holdings().received(namespace, protocol);
            case Nowhere nowhere ->
                given != null && given.origin instanceof Here here
                        ? here.address
                        : RemoteAddress.closed(sender, asked, namespace);
        };
    }
}
